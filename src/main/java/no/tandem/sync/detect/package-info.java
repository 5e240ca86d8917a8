/** Finds out which records may have changed, and reads them as they are now. Writes nothing. */
@NullMarked
package no.tandem.sync.detect;

import org.jspecify.annotations.NullMarked;
