package no.tandem.sync;

import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import no.tandem.Slow;
import no.tandem.TestClock;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import org.junit.jupiter.api.Test;

/**
 * A first load of many customers and as many contact persons, under the real request limits and in
 * virtual time: proposed once, approved once, applied in turns of two minutes while users work.
 *
 * <p>{@code -Dtandem.first-load.records=100000} is the whole of it, which needs 8 GB of heap: the
 * double of the table keeps everything.
 */
@Slow
class FirstLoadAtScaleTest {
  private static final int RECORDS = Integer.getInteger("tandem.first-load.records", 2000);

  /** As many in an hour as people make. */
  private static final int EDITS = Math.min(50, RECORDS / 200);

  private static final int MADE_BY_HAND = Math.min(20, RECORDS / 500);

  /** 45 are decided on after one look for what is new; each needs a call of 250 in a minute. */
  private static final Duration LOOKED_AGAIN_WITHIN = Duration.ofSeconds(30);

  private final Company company = new Company();
  private final TestClock clock = company.clock;
  private final Random random = new Random(1);
  private final Map<Long, String> names = new HashMap<>();

  /** When each of those that users made by hand was made, by name. */
  private final Map<String, Instant> byHand = new HashMap<>();

  private final Map<String, Integer> turns = new HashMap<>();
  private int stops;
  private int inTheGaps;

  @Test
  void everyRecordIsMadeOnceWithOneYes() {
    load(() -> {});
    assertThat(stops).as("nothing stops").isZero();
  }

  @Test
  void killedAtTwentyMomentsItIsTheSame() {
    load(
        () -> {
          for (int i = 0; i < 20; i++) {
            clock.at(
                moment(),
                () -> {
                  throw new Company.Died();
                });
          }
        });
  }

  private void load(Runnable trouble) {
    Runtime.getRuntime().gc();
    for (int i = 1; i <= RECORDS; i++) {
      names.put((long) i, "Customer " + i);
      company.customers.left.put(i, Map.of(Company.NAME, "Customer " + i), Optional.empty());
      company.persons.left.put(
          i,
          Map.of(Company.NAME, "Person " + i),
          Optional.of(new RecordId(Integer.toString(1 + random.nextInt(RECORDS)))));
    }
    Instant begun = clock.instant();
    Report customers = company.customers.sweep();
    Report persons = company.persons.sweep();
    assertThat(customers.proposed()).isEqualTo(RECORDS);
    assertThat(persons.proposed()).isEqualTo(RECORDS);
    assertThat(customers.actions()).hasSizeLessThanOrEqualTo(Report.MOST_ACTIONS);
    company.customers.approve();
    company.persons.approve();
    usersWork();
    trouble.run();
    long heap = 0;
    while (left() > 0) {
      minute(company.customers);
      minute(company.persons);
      heap = Math.max(heap, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      assertThat(Duration.between(begun, clock.instant()))
          .as("%s", company.customers.proposals().header())
          .isLessThan(Duration.ofMinutes(60L + RECORDS / 50));
    }
    Duration took = Duration.between(begun, clock.instant());
    for (int i = 0; i < 10; i++) {
      // What was put off meanwhile, and what a process that died has left behind.
      clock.pass(Duration.ofMinutes(30));
      company.customers.sweep();
      company.persons.sweep();
    }
    checkOnce();
    print(took, heap);
  }

  private void minute(Company.Kind kind) {
    Instant begun = clock.instant();
    try {
      Report report = kind.sweep();
      stops +=
          (report.stopped().isPresent() || report.waiting().isPresent()) && !report.unfinished()
              ? 1
              : 0;
      while (report.unfinished()) {
        turns.merge(kind.name, 1, Integer::sum);
        report = kind.turn();
      }
    } catch (Company.Died e) {
      // The next minute's sweep goes on.
    }
    Duration taken = Duration.between(begun, clock.instant());
    if (taken.compareTo(Duration.ofMinutes(1)) < 0) {
      try {
        clock.pass(Duration.ofMinutes(1).minus(taken));
      } catch (Company.Died e) {
        // Nothing was running.
      }
    }
  }

  private int left() {
    return company.customers.proposals().header().counts().toDo()
        + company.persons.proposals().header().counts().toDo();
  }

  private void usersWork() {
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < EDITS; i++) {
      int id = one(taken);
      clock.at(
          moment(),
          () -> {
            names.put((long) id, "Renamed " + id);
            company.customers.left.edit(id, Company.NAME, "Renamed " + id);
          });
    }
    for (int i = 0; i < MADE_BY_HAND; i++) {
      int id = one(taken);
      clock.at(
          moment(),
          () -> {
            boolean known =
                company.customers.right.records().stream()
                    .anyMatch(made -> made.view().get(Company.NAME).equals(Optional.of(name(id))));
            if (!known) {
              company.customers.right.add(Map.of(Company.NAME, name(id)), Optional.empty());
              byHand.put(name(id), clock.instant());
            }
          });
    }
  }

  private String name(int id) {
    return Optional.ofNullable(names.get((long) id)).orElseThrow();
  }

  private int one(Set<Integer> taken) {
    int id = 1 + random.nextInt(RECORDS);
    while (!taken.add(id)) {
      id = 1 + random.nextInt(RECORDS);
    }
    return id;
  }

  /** While it goes on: at 250 calls a minute it takes so long at least. */
  private Instant moment() {
    return clock.instant().plusMillis((long) (random.nextDouble() * RECORDS * 2 * 240));
  }

  private void checkOnce() {
    Map<String, List<Snapshot>> made =
        company.customers.right.records().stream()
            .collect(groupingBy(record -> record.view().get(Company.NAME).orElse("")));
    List<String> twice =
        made.entrySet().stream()
            .filter(same -> same.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .filter(name -> !madeInTheGap(name, made.getOrDefault(name, List.of())))
            .toList();
    assertThat(twice).as("made more than once").isEmpty();
    assertThat(made.keySet()).isEqualTo(new HashSet<>(names.values()));
    assertThat(company.persons.right.records()).hasSize(RECORDS);
    assertThat(company.customers.links().active(RECORDS + 1)).isEqualTo(RECORDS);
    assertThat(company.persons.links().active(RECORDS + 1)).isEqualTo(RECORDS);
    assertThat(company.customers.proposals().header().counts().open()).isZero();
    assertThat(company.persons.proposals().header().counts().open()).isZero();
  }

  /** No client can see what a user makes after its last look for it. */
  private boolean madeInTheGap(String name, List<Snapshot> made) {
    Instant hand = byHand.getOrDefault(name, Instant.MIN);
    Instant last =
        made.stream().map(record -> record.createdAt().orElseThrow()).max(naturalOrder()).get();
    boolean inTheGap =
        made.size() == 2 && !last.isBefore(hand) && last.isBefore(hand.plus(LOOKED_AGAIN_WITHIN));
    inTheGaps += inTheGap ? 1 : 0;
    return inTheGap;
  }

  private void print(Duration took, long heap) {
    System.out.printf(
        "First load of %,d customers and %,d contact persons: %d h %d min, continued turns %s,"
            + " made twice in the gap between look and call %d,"
            + " heap with the table's double %,d MB%n",
        RECORDS, RECORDS, took.toHours(), took.toMinutesPart(), turns, inTheGaps, heap / 1_000_000);
    for (Company.Kind kind : new Company.Kind[] {company.customers, company.persons}) {
      System.out.printf(
          "  %s: PowerOffice %s, webCRM %s, %s%n",
          kind.name, kind.left.counted(), kind.right.counted(), kind.proposals().header().counts());
    }
  }
}
