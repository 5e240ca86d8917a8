/**
 * What a person can ask of Tandem besides syncing: the story of a record, putting a value back,
 * undoing a sweep, resolving what is held, erasing a person's data.
 *
 * <p>{@link no.tandem.operator.OperatorFunction} reads the call and finds the record; edits and
 * these then take the normal path through {@link no.tandem.sync.Sync}. Starts at {@link
 * no.tandem.operator.OperatorFunction#run}.
 */
@NullMarked
package no.tandem.operator;

import org.jspecify.annotations.NullMarked;
