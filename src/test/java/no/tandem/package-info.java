/** What all tests share. */
@NullMarked
package no.tandem;

import org.jspecify.annotations.NullMarked;
