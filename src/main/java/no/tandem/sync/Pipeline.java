package no.tandem.sync;

/** What decides, what makes ready for it, and what carries the decisions out. */
record Pipeline(Decider decider, HolderFirst holderFirst, Applier applier) {}
