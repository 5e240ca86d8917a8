/** Tests of webCRM's client: its parts by themselves, and the whole of it over HTTP. */
@NullMarked
package no.tandem.webcrm;

import org.jspecify.annotations.NullMarked;
