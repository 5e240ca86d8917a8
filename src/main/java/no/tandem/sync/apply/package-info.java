/** Carries plans out, record by record. The only package that writes to a system. */
@NullMarked
package no.tandem.sync.apply;

import org.jspecify.annotations.NullMarked;
