/**
 * The doctor: finds out, by reading only, whether everything is there that a sync needs, and says
 * what to do where it is not.
 */
@NullMarked
package no.tandem.check;

import org.jspecify.annotations.NullMarked;
