/** What is asked of a run, and what it says of what it did. */
@NullMarked
package no.tandem.sync.report;

import org.jspecify.annotations.NullMarked;
