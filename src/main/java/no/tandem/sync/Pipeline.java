package no.tandem.sync;

/** What decides, what makes ready for it, and what carries the decisions out. */
record Pipeline(Planner planner, HolderFirst holderFirst, Applier applier) {}
