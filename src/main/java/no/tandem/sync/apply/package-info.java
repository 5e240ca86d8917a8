/** Carries plans out, record by record. The only room that writes to a system. */
@NullMarked
package no.tandem.sync.apply;

import org.jspecify.annotations.NullMarked;
