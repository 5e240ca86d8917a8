package no.tandem.simulation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * What is rough in a world, beyond the faults that may meet any call ({@link Network.Fault}). Each
 * world has some of these; how often each came about is counted.
 */
enum Hazard {

  // --- records that a system does not take ---
  /** Some records' writes are refused for ever: 400. */
  REFUSED_FOR_EVER,
  /** Some records' writes are forbidden for ever: 403. */
  FORBIDDEN_FOR_EVER,
  /** Some records' writes fail for ever: 500. */
  FAILING_FOR_EVER,
  /** A write is answered with success and stores nothing. */
  NOT_STORED,
  /** Some records' writes never store anything, and are answered with success. */
  NEVER_STORED,
  /** A write stores some of its columns and is answered with success. */
  PARTLY_STORED,

  // --- limits ---
  /** A 429 that asks for up to a minute, in seconds or as a date. */
  LONG_WAITS,
  /** Others use the keys too: the systems' own limit is used up long before ours. */
  LIMIT_USED_UP,

  // --- time ---
  /** The clocks of the processes are up to a minute apart. */
  CLOCKS_APART,
  /** A process sleeps for minutes between two calls, and others go on. */
  SLEEPERS,
  /** Functions have a time limit and leave the rest to the next; lists take longer than that. */
  LISTS_OUTLAST_TURNS,

  // --- what is read ---
  /** The index of what is unsettled shows what was some seconds ago. */
  INDEX_LAGS,
  /** PowerOffice shows what was some seconds ago. */
  REPLICA_LAGS,
  /** webCRM's stamps have no offset. */
  STAMPS_WITHOUT_OFFSET,
  /** A record has a stamp of the year 2099. */
  STAMP_FAR_AHEAD,
  /** PowerOffice leaves out what is null. */
  NULLS_LEFT_OUT,
  /** A row of PowerOffice's lacks a member that it has otherwise. */
  MEMBER_LEFT_OUT,

  // --- others ---
  /** Other integrations write through webCRM's API. */
  OTHER_INTEGRATIONS,
  /** Many webCRM records are changed at once, and each fires a hook. */
  MASS_CHANGES,
  /** An id of webCRM's is used again for another record. */
  IDS_USED_AGAIN;

  /** Every world has these, and only these. */
  private static final String ASKED_FOR = System.getProperty("tandem.simulation.hazards", "");

  /** No world has these. */
  private static final String LEFT_OUT = System.getProperty("tandem.simulation.without", "");

  /** What this world has of them. */
  static Set<Hazard> draw(Random random) {
    Set<Hazard> drawn = EnumSet.noneOf(Hazard.class);
    for (Hazard hazard : values()) {
      if (random.nextInt(5) == 0) {
        drawn.add(hazard);
      }
    }
    for (String name : LEFT_OUT.isEmpty() ? new String[0] : LEFT_OUT.split(",", -1)) {
      drawn.remove(valueOf(name));
    }
    if (!ASKED_FOR.isEmpty()) {
      drawn.clear();
      for (String name : ASKED_FOR.split(",", -1)) {
        drawn.add(valueOf(name));
      }
    }
    return drawn;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
