/**
 * What is remembered of a record: its link with a base for each side, why it waits, its history;
 * and the store of all that.
 */
@NullMarked
package no.tandem.sync.link;

import org.jspecify.annotations.NullMarked;
