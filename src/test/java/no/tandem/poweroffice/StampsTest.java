package no.tandem.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05.1234567+00:00, 2026-01-02T03:04:05.1234567Z",
    "2026-01-02T03:04:05.1234567+02:00, 2026-01-02T01:04:05.1234567Z",
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05.5, 2026-01-02T03:04:05.5Z"
  })
  void stampsAreReadInAllTheirForms(String text, Instant instant) {
    assertThat(Stamps.instant(text)).contains(instant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-02", "2026-13-02T03:04:05Z"})
  void anythingElseIsNoStamp(String text) {
    assertThat(Stamps.instant(text)).isEmpty();
  }

  @Test
  void theFilterIsATickEarlierAndRoundedDown() {
    assertThat(Stamps.filter(Instant.parse("2026-01-02T03:04:05Z")))
        .isEqualTo("2026-01-02T03:04:04.9999999Z");
    assertThat(Stamps.filter(Instant.parse("2026-01-02T03:04:05.123456789Z")))
        .isEqualTo("2026-01-02T03:04:05.1234566Z");
  }
}
