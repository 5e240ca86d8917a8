package no.tandem.sync;

/** A record and what is to become of it. */
record Decided(Work work, Plan plan) {}
