package no.tandem.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.sync.proposal.Budget;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Counts what Tandem writes and ends without a person's approval, as the contract bounds it. */
final class Unapproved {
  /** Ten minutes and an hour, less what clocks and minutes that are counted whole may differ. */
  private static final Duration SHORT = Duration.ofMinutes(8);

  private static final Duration LONG = Duration.ofMinutes(58);

  private static final int FEWEST_REMOVALS = 5;
  private static final int REMOVED_PERCENT = 10;

  /**
   * @param activeLinks of the pair at that time
   */
  private record Written(Instant at, Systems.Key record, long activeLinks) {}

  private final Simulation simulation;
  private final InMemoryDynamoDb database;
  private final Budget budget;
  private final Map<String, List<Written>> all = new HashMap<>();
  private final Map<String, List<Written>> removals = new HashMap<>();

  Unapproved(Simulation simulation, InMemoryDynamoDb database, Budget budget) {
    this.database = database;
    this.simulation = simulation;
    this.budget = budget;
  }

  /**
   * @param link names the record's link
   * @param at when it was written, or begun to be created
   */
  void written(
      Instance process,
      String pair,
      String link,
      Systems.Key record,
      long activeLinks,
      Instant at) {
    if (process.isForAPerson() || isApproved(pair, link)) {
      return;
    }
    List<Written> written = all.computeIfAbsent(pair, p -> new ArrayList<>());
    written.add(new Written(at, record, activeLinks));
    long share = links(written) * budget.share() / 100;
    check(
        pair,
        written,
        SHORT,
        Math.max(budget.records(), Math.min(share, budget.mostInTenMinutes())));
    check(
        pair,
        written,
        LONG,
        Math.max(5L * budget.records(), Math.min(share, budget.mostInAnHour())));
  }

  /** The link between the two has ended; what was written for that counts along with it. */
  void ended(
      Instance process,
      String pair,
      Systems.Key left,
      Systems.Key right,
      long activeLinks,
      Instant at) {
    boolean wroteLeft =
        all.getOrDefault(pair, List.of()).stream().anyMatch(one -> one.record().equals(left));
    written(process, pair, Long.toString(left.id()), wroteLeft ? left : right, activeLinks, at);
  }

  /** The record was made inactive because its counterpart went away. */
  void removed(
      Instance process,
      String pair,
      String link,
      Systems.Key record,
      long activeLinks,
      Instant at) {
    if (process.isForAPerson() || isApproved(pair, link)) {
      return;
    }
    List<Written> removed = removals.computeIfAbsent(pair, p -> new ArrayList<>());
    removed.add(new Written(at, record, activeLinks));
    long share = links(removed) * REMOVED_PERCENT / 100;
    check(pair, removed, LONG, Math.max(FEWEST_REMOVALS, Math.min(share, budget.mostRemovals())));
  }

  /** The links may have been counted up to an hour before the first of what counts. */
  private static long links(List<Written> written) {
    Instant from = written.getLast().at().minus(LONG.multipliedBy(2));
    return written.stream()
        .filter(one -> one.at().isAfter(from))
        .mapToLong(Written::activeLinks)
        .max()
        .orElse(0);
  }

  /** Whether a person said yes to something about the record: alone, or to all up to it. */
  private boolean isApproved(String pair, String link) {
    Map<String, Map<String, AttributeValue>> items = database.items();
    long upTo =
        Optional.ofNullable(items.get("default#" + pair + "|proposal"))
            .map(header -> header.get("rulings"))
            .map(AttributeValue::l)
            .orElse(List.of())
            .stream()
            .filter(ruling -> ruling.m().get("approved").bool())
            .mapToLong(ruling -> Long.parseLong(ruling.m().get("upTo").n()))
            .max()
            .orElse(0);
    return items.entrySet().stream()
        .filter(item -> item.getKey().startsWith("default#" + pair + "#proposal|"))
        .map(Map.Entry::getValue)
        .filter(entry -> entry.get("link").s().equals(link))
        .anyMatch(
            entry ->
                Long.parseLong(entry.get("number").n()) <= upTo
                    || List.of("APPROVED", "APPLIED").contains(entry.get("state").s()));
  }

  private void check(String pair, List<Written> written, Duration within, long most) {
    Instant last = written.getLast().at();
    long records =
        written.stream()
            .map(Written::at)
            .filter(end -> !end.isBefore(last) && end.minus(within).isBefore(last))
            .mapToLong(end -> records(written, end.minus(within), end))
            .max()
            .orElse(0);
    if (records > most) {
      throw simulation.failed(
          new Violation(
              "approved",
              records + " records of " + pair + " were written within " + within + " unapproved"));
    }
  }

  private static long records(List<Written> written, Instant after, Instant end) {
    return written.stream()
        .filter(one -> one.at().isAfter(after) && !one.at().isAfter(end))
        .map(Written::record)
        .distinct()
        .count();
  }
}
