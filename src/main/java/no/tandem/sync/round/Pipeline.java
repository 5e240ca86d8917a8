package no.tandem.sync.round;

import no.tandem.sync.apply.Applier;
import no.tandem.sync.plan.Planner;

/** What decides, what makes ready for it, and what carries the decisions out. */
public record Pipeline(Planner planner, HolderFirst holderFirst, Applier applier) {}
