/**
 * Decides what is to be done for each record: finds counterparts and compares both records with
 * their bases. {@code Reconciler} and {@code PropertyMerge} are pure functions. Writes nothing.
 */
@NullMarked
package no.tandem.sync.plan;

import org.jspecify.annotations.NullMarked;
