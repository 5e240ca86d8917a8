/**
 * What waits for a person and what the person decided, and the budget for what needs no person.
 * Data and its store; what comes of it is in {@code round}.
 */
@NullMarked
package no.tandem.sync.proposal;

import org.jspecify.annotations.NullMarked;
