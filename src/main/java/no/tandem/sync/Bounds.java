package no.tandem.sync;

import java.time.Clock;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.side.Timing;

/**
 * What a run has to keep to.
 *
 * @param timing how long things take at most
 * @param budget how much the pair may write without asking
 * @param lease what lets one run at a time write
 */
public record Bounds(Timing timing, Budget budget, RunLease lease, Clock clock) {}
