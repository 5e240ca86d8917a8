package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StampsTest {

  @Test
  void winterAndSummerOffsetsMeanMoments() {
    assertThat(Stamps.instant("2026-12-01T10:00:00+00:00"))
        .contains(Instant.parse("2026-12-01T10:00:00Z"));
    assertThat(Stamps.instant("2026-08-01T10:00:00+01:00"))
        .contains(Instant.parse("2026-08-01T09:00:00Z"));
    assertThat(Stamps.instant("2026-08-01T10:00:00.1230000Z"))
        .contains(Instant.parse("2026-08-01T10:00:00.123Z"));
  }

  @Test
  void withoutAnOffsetTheyAreBritishTime() {
    assertThat(Stamps.instant("2026-08-01T10:00:00"))
        .contains(Instant.parse("2026-08-01T09:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0001-01-01T00:00:00+00:00", "0000-12-31T23:00:00Z", "", "soon", "2026-08-01"})
  void whatIsNotSetIsEmpty(String text) {
    assertThat(Stamps.instant(text)).isEmpty();
  }

  @Test
  void scriptsGetWholeSecondsOfUtc() {
    assertThat(Stamps.inScripts(Instant.parse("2026-03-29T00:59:59.900Z")))
        .isEqualTo("2026-03-29T00:59:59.0000000Z");
  }
}
