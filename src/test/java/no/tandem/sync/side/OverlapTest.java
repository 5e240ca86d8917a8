package no.tandem.sync.side;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverlapTest {
  private static final int MOST_BYTES = 8 * 1024;

  private static Snapshot record(int id, String name) {
    return new Snapshot(
        new RecordId(Integer.toString(id)),
        View.EMPTY.with("name", Optional.of(name)),
        Columns.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.of(Instant.parse("2026-11-02T08:00:00Z")),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static List<Snapshot> records(int number) {
    List<Snapshot> records = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      records.add(record(i, "Firma " + i));
    }
    return records;
  }

  private static Set<RecordId> ids(List<Snapshot> records) {
    Set<RecordId> ids = new HashSet<>();
    records.forEach(one -> ids.add(one.id()));
    return ids;
  }

  @Test
  void whatIsAsItWasIsKnownInWhateverOrderItIsListed() {
    List<Snapshot> records = records(250);
    Overlap overlap = Overlap.of(records, ids(records));
    assertThat(overlap.asBefore(records.reversed())).isEqualTo(ids(records));
  }

  @Test
  void aRecordThatChangedMakesOnlyItsPartUnknown() {
    List<Snapshot> records = records(1000);
    Overlap overlap = Overlap.of(records, ids(records));
    List<Snapshot> later = new ArrayList<>(records);
    later.set(499, record(500, "Ny"));
    assertThat(overlap.asBefore(later))
        .doesNotContain(new RecordId("500"))
        .hasSizeBetween(850, 999);
  }

  @Test
  void aRecordThatComesOrGoesMakesOnlyItsPartUnknown() {
    List<Snapshot> records = records(1000);
    Overlap overlap = Overlap.of(records, ids(records));
    List<Snapshot> more = new ArrayList<>(records);
    more.add(record(2000, "Ny"));
    assertThat(overlap.asBefore(more))
        .doesNotContain(new RecordId("2000"))
        .hasSizeBetween(850, 999);
    assertThat(overlap.asBefore(records.subList(1, 1000))).hasSizeBetween(850, 999);
  }

  @Test
  void aRecordThatNeededSomethingIsNotKnown() {
    List<Snapshot> records = records(1000);
    Set<RecordId> needNothing = ids(records);
    needNothing.remove(new RecordId("500"));
    assertThat(Overlap.of(records, needNothing).asBefore(records))
        .doesNotContain(new RecordId("500"))
        .hasSizeBetween(850, 999);
  }

  @Test
  void nothingIsKnownOfNothing() {
    assertThat(Overlap.of(List.of(), Set.of())).isEqualTo(Overlap.NONE);
    assertThat(Overlap.NONE.asBefore(records(3))).isEmpty();
  }

  @Test
  void itIsSmallHoweverManyRecordsThereAre() {
    List<Snapshot> records = records(100_000);
    Overlap overlap = Overlap.of(records, ids(records));
    assertThat(String.join(",", overlap.digests()).length()).isLessThan(MOST_BYTES);
    assertThat(overlap.asBefore(records)).hasSize(100_000);
  }
}
