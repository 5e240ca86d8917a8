package no.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.Test;

/** What the last line says of where a linked record stands. */
class StoryTest {
  @Test
  void aRecordWithoutAHoldIsInSync() {
    assertThat(now(Optional.empty()))
        .isEqualTo("Now: linked to webCRM 1101, in sync as far as known.");
  }

  @Test
  void onlyWhatWaitsForAPersonIsCalledHeld() {
    assertThat(now(Hold.held(Reason.conflict("name")))).contains("but held: ");
    assertThat(now(Hold.deferred(Reason.readTooLongAgo())))
        .contains("and is tried again by itself: ")
        .doesNotContain("held");
    assertThat(now(Hold.ignored(Reason.operatorIgnores())))
        .contains("and is left alone: ")
        .doesNotContain("held");
  }

  private static String now(Hold hold) {
    return now(Optional.of(hold));
  }

  private static String now(Optional<Hold> hold) {
    Link link =
        new Link(
            LinkKey.of(new RecordId("100101")),
            LinkState.Linked.to(new RecordId("1101")),
            Base.NONE,
            Base.NONE,
            hold,
            Map.of(),
            1);
    return Story.lines(List.of(), Optional.of(link)).getLast();
  }
}
