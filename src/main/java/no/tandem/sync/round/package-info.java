/**
 * What becomes of a run's plans: as many as the budget allows are carried out, the others are put
 * off or proposed, and what a person has approved is carried out in turns.
 */
@NullMarked
package no.tandem.sync.round;

import org.jspecify.annotations.NullMarked;
