package no.tandem.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * What is asked of one run besides its trigger.
 *
 * @param mode whether anything is written
 * @param id names the run in its report and in the history
 * @param cause what made it, in words for an operator
 * @param by the operator who asked for it; never logged
 * @param approved the fingerprint of the stopped sweep that may go ahead
 * @param until when it leaves the rest to another run; never, if empty
 * @param listener is told of its outcomes
 */
public record Run(
    Mode mode,
    String id,
    String cause,
    Optional<String> by,
    Optional<String> approved,
    Optional<Instant> until,
    Report.Listener listener) {}
