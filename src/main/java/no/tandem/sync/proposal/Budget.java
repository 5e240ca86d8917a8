package no.tandem.sync.proposal;

/**
 * How much a pair may do without asking a person, whatever causes it. Pure.
 *
 * @param records how many records may always be written or ended in ten minutes
 * @param share how many percent of the pair's active links may be
 * @param mostInTenMinutes what the share may come to
 * @param mostInAnHour the same for an hour
 * @param mostRemovals what a tenth of the links may come to: how many records may be made inactive
 *     in an hour because their counterparts went away
 */
public record Budget(
    int records, int share, int mostInTenMinutes, int mostInAnHour, int mostRemovals) {
  private static final int FEWEST_REMOVALS = 5;
  private static final int REMOVED_SHARE = 10;

  /** For what is never counted. */
  public static final Budget NONE = new Budget(Integer.MAX_VALUE, 100, 0, 0, Integer.MAX_VALUE);

  /**
   * What a budget that is not spent allows.
   *
   * @param tenMinutes records in ten minutes
   * @param hour records in an hour
   * @param removals records made inactive because of a removal, in an hour
   */
  public record Window(int tenMinutes, int hour, int removals) {}

  public boolean isNone() {
    return records == Integer.MAX_VALUE;
  }

  /** What it allows whatever the number of links. */
  public Window least() {
    return window(0);
  }

  /**
   * What it allows.
   *
   * @param links the pair's active links, or {@link #linksThatMatter} of them
   */
  public Window window(int links) {
    long some = (long) share * links / 100;
    long removed = (long) REMOVED_SHARE * links / 100;
    return new Window(
        (int) Math.max(records, Math.min(some, mostInTenMinutes)),
        (int) Math.max(Math.min(5L * records, Integer.MAX_VALUE), Math.min(some, mostInAnHour)),
        (int) Math.max(FEWEST_REMOVALS, Math.min(removed, mostRemovals)));
  }

  /** More active links than these allow no more. */
  public int linksThatMatter() {
    long forShare =
        share == 0 ? 0 : Math.ceilDiv(100L * Math.max(mostInTenMinutes, mostInAnHour), share);
    long forRemovals = Math.ceilDiv(100L * mostRemovals, REMOVED_SHARE);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(forShare, forRemovals));
  }
}
