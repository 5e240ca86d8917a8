package no.tandem.sync.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a link refuses, and what it keeps, in each of its states. */
class LinkTest {
  private static final RecordId LEFT = new RecordId("42");
  private static final RecordId RIGHT = new RecordId("57");
  private static final Hold HOLD = Hold.deferred(Reason.operatorAsked());
  private static final LinkState.Intent BEGUN =
      new LinkState.Intent(Instant.parse("2026-03-01T09:00:00Z"), View.EMPTY);
  private static final Map<String, OpenWrite> ATTEMPTS =
      Map.of("name", new OpenWrite(SystemName.WEBCRM, "Old", "New", "New", 0));
  private static final Map<String, LastWrite> BOUNCES =
      Map.of("name", new LastWrite(SystemName.WEBCRM, "Old", 1, Optional.empty()));
  private static final LinkState.Deactivated DEACTIVATED =
      new LinkState.Deactivated(SystemName.WEBCRM, Map.of("PersonStatus", "Active"));

  static Stream<Link> notLinked() {
    return Stream.of(
        Link.of(LinkKey.of(LEFT)),
        Link.of(LinkKey.of(LEFT)).creating(Base.NONE, BEGUN),
        Link.of(LinkKey.awaiting(RIGHT)),
        Link.awaiting(RIGHT, Base.NONE, BEGUN, 0));
  }

  static Stream<Link> linked() {
    Link active = Link.of(LinkKey.of(LEFT)).linkedTo(RIGHT);
    return Stream.of(active, active.ended(HOLD));
  }

  @ParameterizedTest
  @MethodSource("notLinked")
  void whatIsNotLinkedKeepsNoWrites(Link link) {
    assertRefused(link, () -> link.attempting(ATTEMPTS));
    assertRefused(link, () -> link.with(Base.NONE, Base.NONE, ATTEMPTS));
    assertRefused(link, () -> link.withBases(Base.NONE, Base.NONE, BOUNCES, HOLD));
    assertRefused(link, () -> link.deactivating(DEACTIVATED));
    assertThat(link.with(link.leftBase(), link.rightBase(), Map.of())).isEqualTo(link);
    assertThat(link.withBases(link.leftBase(), link.rightBase(), Map.of(), HOLD))
        .isEqualTo(link.held(HOLD));
  }

  /** As the hold of a proposal is stored, again and again. */
  @Test
  void storingALinkOnceMoreIsNoWrite() {
    Instant nine = Instant.parse("2026-03-01T09:00:00Z");
    Instant ten = nine.plusSeconds(3600);
    OpenWrite kept = new OpenWrite(SystemName.WEBCRM, "Old", "New", "New", 0).madeAt(nine);
    Link link =
        Link.of(LinkKey.of(LEFT))
            .linkedTo(RIGHT)
            .attempting(Map.of("name", kept))
            .stored(ten.toEpochMilli());
    assertThat(link.mayHaveWritten(SystemName.WEBCRM, nine)).isTrue();
    assertThat(link.mayHaveWritten(SystemName.WEBCRM, nine.plusSeconds(120))).isFalse();
    assertThat(link.mayHaveWritten(SystemName.POWEROFFICE, nine)).isFalse();
    Link older = link.attempting(ATTEMPTS).stored(ten.toEpochMilli());
    assertThat(older.mayHaveWritten(SystemName.WEBCRM, ten)).as("its time was not kept").isTrue();
  }

  @ParameterizedTest
  @MethodSource("linked")
  void whatIsOrWasLinkedKeepsItsWrites(Link link) {
    Link kept =
        link.withBases(Base.NONE, Base.NONE, BOUNCES, HOLD)
            .attempting(ATTEMPTS)
            .deactivating(DEACTIVATED);
    assertThat(kept.state()).isEqualTo(link.state());
    assertThat(kept.lastWrites()).isEqualTo(BOUNCES);
    assertThat(kept.openWrites()).isEqualTo(ATTEMPTS);
    assertThat(kept.deactivated()).contains(DEACTIVATED);
    assertThat(kept.ended(HOLD).openWrites()).isEqualTo(ATTEMPTS);
  }

  @Test
  void whatNamesNoWebCrmRecordIsNeitherInSyncNorEnded() {
    Link alone = Link.of(LinkKey.of(LEFT));
    assertRefused(
        alone, () -> alone.inSync(Base.NONE, Base.NONE, Optional.empty(), Map.of(), Map.of()));
    assertRefused(alone, () -> alone.ended(HOLD));
    Link awaiting = Link.of(LinkKey.awaiting(RIGHT));
    assertThat(awaiting.ended(HOLD).right()).contains(RIGHT);
  }

  private static void assertRefused(Link link, Runnable act) {
    assertThatThrownBy(act::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(link.key().text());
  }
}
