/** The simulator of webCRM, over HTTP: what the real service is known or taken to do. */
@NullMarked
package no.tandem.local.webcrm;

import org.jspecify.annotations.NullMarked;
