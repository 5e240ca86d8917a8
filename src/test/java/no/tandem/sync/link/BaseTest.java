package no.tandem.sync.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseTest {
  private static final Instant CREATED = Instant.parse("2026-03-01T09:00:00Z");

  private static Snapshot created(Optional<Instant> at, Set<String> lacking) {
    return new Snapshot(
        new RecordId("1240"),
        View.EMPTY.with("name", Optional.of("Berg")),
        Columns.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        at,
        Optional.empty(),
        lacking);
  }

  private static Snapshot created(Optional<Instant> at) {
    return created(at, Set.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1H", "-PT1H", "PT2H", "-PT2H"})
  void wholeHoursUpToTwoAreAMatterOfZones(Duration apart) {
    assertThat(isOfAnother(apart)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "-PT1S", "PT30M", "PT3H", "-PT3H", "PT1H1S", "P30D"})
  void anyOtherDifferenceIsAnotherRecord(Duration apart) {
    assertThat(isOfAnother(apart)).isTrue();
  }

  private static boolean isOfAnother(Duration apart) {
    return Base.of(created(Optional.of(CREATED)))
        .isOfAnother(created(Optional.of(CREATED.plus(apart))));
  }

  @Test
  void aMissingMomentProvesNothing() {
    Base known = Base.of(created(Optional.of(CREATED)));
    Base unknown = Base.of(created(Optional.empty()));
    assertThat(known.isOfAnother(created(Optional.empty()))).isFalse();
    assertThat(unknown.isOfAnother(created(Optional.of(CREATED)))).isFalse();
  }

  @Test
  void theTimeOfCreationIsLearnedOnceAndCarriedAlong() {
    Base learned = Base.NONE.read(created(Optional.of(CREATED)));
    assertThat(learned.createdAt()).contains(CREATED);
    Base later =
        learned
            .confirmed(created(Optional.of(CREATED.plus(Duration.ofHours(1)))))
            .seen("name", Optional.of("Berg"))
            .written("phone", Optional.empty())
            .withOwner(Optional.of(new RecordId("5")))
            .read(created(Optional.empty()));
    assertThat(later.createdAt()).contains(CREATED);
    assertThat(later.ofAnyRecord().createdAt()).isEmpty();
  }

  @Test
  void aPropertyThatTheAnswerLackedMayHaveBeenEmptied() {
    Snapshot record = created(Optional.empty(), Set.of("phone"));
    View name = View.EMPTY.with("name", Optional.of("Berg"));
    assertThat(record.leavesOpen(name.with("phone", Optional.of("22")))).isTrue();
    assertThat(record.leavesOpen(name)).as("it had none").isFalse();
  }

  @Test
  void whatTheAnswerLackedIsNotReadBack() {
    Base written =
        Base.NONE.written("name", Optional.of("Berg")).written("phone", Optional.empty());
    Snapshot lacksIt = created(Optional.empty(), Set.of("phone"));
    assertThat(written.read(lacksIt).unconfirmed()).containsExactly("phone");
    assertThat(written.confirmed(lacksIt).unconfirmed()).containsExactly("phone");
    assertThat(written.confirmed(created(Optional.empty())).unconfirmed()).isEmpty();
  }
}
