package no.tandem.sync.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is asked of one run besides its trigger.
 *
 * @param mode whether anything is written
 * @param id names the run in its report and in the history
 * @param cause what made it, in words for an operator
 * @param by the operator who asked for it; never logged
 * @param approved the revision of the pair's proposal that a person says yes to
 * @param until when it must be over; empty if it may take as long as it likes
 * @param turn for how long it may carry out what was approved, from the first on
 * @param listener receives its outcomes
 */
public record Run(
    Mode mode,
    String id,
    String cause,
    Optional<String> by,
    Optional<String> approved,
    Optional<Instant> until,
    Optional<Duration> turn,
    Report.Listener listener) {}
