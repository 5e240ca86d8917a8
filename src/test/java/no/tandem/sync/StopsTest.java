package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a run stops before its first write, and what an approval allows. */
class StopsTest {
  private static final Stops STOPS = new Stops(20, 30, 5);

  @ParameterizedTest
  @CsvSource({
    // records, links, stops
    "20, 0, false",
    "21, 0, true",
    "21, 69, true",
    "21, 70, false",
    "300, 1000, false",
    "301, 1000, true",
  })
  void moreThanSoManyRecordsAndMoreThanTheShareStop(int records, int links, boolean stops) {
    Stops.Intended intended = intended(creates(records));
    Optional<String> reason = stop(intended, links, 0);
    assertThat(reason.isPresent()).isEqualTo(stops);
    assertThat(STOPS.mayStop(intended, 0)).isEqualTo(records > 20);
    if (stops) {
      assertThat(reason.get())
          .contains("create " + records + ", update 0, end 0", "with " + links + " linked");
    }
  }

  @Test
  void theLinksAreCountedOnlyWhenItMatters() {
    Optional<String> reason =
        STOPS.stop(
            intended(creates(20)),
            () -> {
              throw new AssertionError("counted");
            },
            0,
            Optional.empty(),
            Optional.empty());
    assertThat(reason).isEmpty();
  }

  @Test
  void recordsThatAreWrittenAndLinksThatEndCount() {
    List<Decided> all =
        List.of(
            decided("1", new Plan.Create(SystemName.WEBCRM, Optional.empty())),
            decided("2", new Plan.End(SystemName.WEBCRM, "gone", Removal.UNLINK)),
            decided("3", new Plan.Again(SystemName.WEBCRM, "gone")),
            decided("4", new Plan.Reactivate(SystemName.WEBCRM, "inactive")),
            decided("5", merge(Plan.Merge.Kind.UPDATE, Map.of("name", Optional.of("A")), Map.of())),
            decided("6", merge(Plan.Merge.Kind.UPDATE, Map.of(), Map.of("name", Optional.of("A")))),
            decided(
                "7",
                merge(
                    Plan.Merge.Kind.UPDATE,
                    Map.of("phone", Optional.of("1")),
                    Map.of("name", Optional.empty()))),
            decided("8", merge(Plan.Merge.Kind.ADOPT, Map.of(), Map.of())));
    assertThat(intended(all).count()).isEqualTo(8);
    assertThat(intended(all).actions()).hasSize(8);
    assertThat(
            new Stops(7, 0, 0)
                .stop(intended(all), () -> 100, 0, Optional.empty(), Optional.empty()))
        .hasValueSatisfying(reason -> assertThat(reason).contains("create 1, update 6, end 1"));
  }

  @Test
  void whatWritesNothingIsNoAction() {
    List<Decided> all =
        List.of(
            decided("1", new Plan.Nothing()),
            decided("2", new Plan.Forget()),
            decided("3", new Plan.Wait(Hold.due(new Reason(Reason.Code.OTHER, "later")))),
            decided("4", merge(Plan.Merge.Kind.UPDATE, Map.of(), Map.of())));
    assertThat(intended(all).count()).isZero();
    assertThat(intended(all).actions()).isEmpty();
  }

  @Test
  void moreDriftThanConfiguredStops() {
    Stops.Intended intended = intended(creates(6));
    assertThat(STOPS.mayStop(intended, 5)).isFalse();
    assertThat(STOPS.mayStop(intended, 6)).isTrue();
    assertThat(stop(intended, 1000, 5)).isEmpty();
    assertThat(stop(intended, 1000, 6))
        .hasValueSatisfying(reason -> assertThat(reason).contains("6 links differ", "more than 5"));
  }

  @Test
  void exactlyWhatWasApprovedGoesAhead() {
    Stops.Intended intended = intended(creates(30));
    Optional<String> approved = Optional.of(intended.fingerprint());
    assertThat(STOPS.stop(intended, () -> 0, 0, approved, Optional.empty())).isEmpty();
    assertThat(STOPS.stop(intended(creates(31)), () -> 0, 0, approved, Optional.empty()))
        .hasValueSatisfying(reason -> assertThat(reason).contains("moved", "create 31"));
  }

  @Test
  void whatIsLeftOfAnApprovedSweepGoesAheadAndNothingElse() {
    Stops.Intended before = intended(creates(60));
    Approval standing = new Approval(before.fingerprint(), Instant.EPOCH, before.actions());
    Stops.Intended rest = intended(creates(60).subList(25, 60));
    List<Decided> more = new ArrayList<>(creates(60).subList(25, 60));
    more.add(decided("999", new Plan.End(SystemName.WEBCRM, "gone", Removal.UNLINK)));

    for (Optional<String> approved :
        List.of(Optional.<String>empty(), Optional.of(before.fingerprint()))) {
      assertThat(STOPS.stop(rest, () -> 25, 0, approved, Optional.of(standing))).isEmpty();
      assertThat(STOPS.stop(intended(more), () -> 25, 0, approved, Optional.of(standing)))
          .isPresent();
    }
    assertThat(STOPS.stop(rest, () -> 25, 0, Optional.of("another"), Optional.of(standing)))
        .isPresent();
  }

  @Test
  void aFingerprintNamesPairRecordsActionsAndValuesInWhateverOrder() {
    String name = intended(creates(3)).fingerprint();
    assertThat(intended(creates(3).reversed()).fingerprint()).isEqualTo(name);
    Set<String> others =
        Set.of(
            new Stops.Intended("departments", creates(3)).fingerprint(),
            intended(creates(2)).fingerprint(),
            intended(List.of(create("0", "x"), create("1", "C1"), create("2", "C2"))).fingerprint(),
            intended(
                    List.of(
                        create("0", "C0"),
                        create("1", "C1"),
                        decided("2", new Plan.Again(SystemName.WEBCRM, "gone"))))
                .fingerprint());
    assertThat(others).hasSize(4).doesNotContain(name).allMatch(f -> f.matches("[0-9a-f]{16}"));
  }

  @Test
  void workThatOneRecordCausesNeverStops() {
    assertThat(Stops.NEVER.mayStop(intended(creates(100)), 100)).isFalse();
  }

  // --- material ---

  private static Optional<String> stop(Stops.Intended intended, int links, int drifted) {
    return STOPS.stop(intended, () -> links, drifted, Optional.empty(), Optional.empty());
  }

  private static Stops.Intended intended(List<Decided> decided) {
    return new Stops.Intended("customers", decided);
  }

  private static List<Decided> creates(int records) {
    return IntStream.range(0, records).mapToObj(i -> create(Integer.toString(i), "C" + i)).toList();
  }

  private static Decided create(String id, String name) {
    return new Decided(work(id, name), new Plan.Create(SystemName.WEBCRM, Optional.empty()));
  }

  private static Decided decided(String id, Plan plan) {
    return new Decided(work(id, "C" + id), plan);
  }

  private static Work work(String id, String name) {
    return new Work(
        new RecordId(id),
        Optional.empty(),
        new Presence.Present(snapshot(id, name)),
        new Presence.Gone(),
        Optional.empty());
  }

  private static Plan.Merge merge(
      Plan.Merge.Kind kind,
      Map<String, Optional<String>> toLeft,
      Map<String, Optional<String>> toRight) {
    return new Plan.Merge(
        kind,
        snapshot("1", "A"),
        snapshot("2", "A"),
        toLeft,
        toRight,
        Base.NONE,
        Base.NONE,
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  private static Snapshot snapshot(String id, String name) {
    return new Snapshot(
        new RecordId(id),
        View.EMPTY.with("name", Optional.of(name)),
        Columns.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }
}
