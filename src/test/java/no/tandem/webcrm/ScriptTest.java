package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScriptTest {
  private static final List<String> COLUMNS = List.of("OrganisationId", "OrganisationName");

  @Test
  void listsEverythingById() {
    assertThat(Script.from(WebCrm.Kind.ORGANISATIONS, COLUMNS, 1, Optional.empty()))
        .isEqualTo(
            "SELECT OrganisationId, OrganisationName FROM Organisation WHERE OrganisationId >= 1"
                + " ORDER BY OrganisationId ASC");
  }

  @Test
  void listsChangesSinceAMomentInUtcRoundedDown() {
    Instant moment = Instant.parse("2026-07-01T11:59:59.999Z");
    assertThat(Script.from(WebCrm.Kind.PERSONS, List.of("PersonId"), 1001, Optional.of(moment)))
        .isEqualTo(
            "SELECT PersonId FROM Person WHERE PersonId >= 1001"
                + " AND PersonUpdatedAt >= '2026-07-01T11:59:59.0000000Z' ORDER BY PersonId ASC");
  }

  @Test
  void asksForIds() {
    assertThat(Script.ofIds(WebCrm.Kind.PERSONS, List.of("PersonId"), List.of(3, 4711)))
        .isEqualTo("SELECT PersonId FROM Person WHERE PersonId = 3 OR PersonId = 4711");
  }

  @Test
  void doublesQuotes() {
    assertThat(Script.quoted("O'Hara")).isEqualTo("'O''Hara'");
    assertThat(Script.quoted("")).isEqualTo("''");
    assertThat(Script.quoted("'")).isEqualTo("''''");
  }

  @Test
  void textsCannotLeaveTheirQuotes() {
    for (String attempt :
        List.of(
            "x' OR OrganisationId >= 0 OR OrganisationName = 'x",
            "'; DROP TABLE Organisation --",
            "''",
            "\\' OR 1 = 1",
            "line\r\nbreak' --")) {
      String quoted = Script.quoted(attempt);
      String inside = quoted.substring(1, quoted.length() - 1);
      assertThat(inside.replace("''", "")).as(attempt).doesNotContain("'");
      assertThat(inside.replace("''", "'")).isEqualTo(attempt);
    }
  }

  @Test
  void columnsAreNothingButNames() {
    for (String attempt :
        List.of("", "*", "a b", "Name, PersonPassword", "Name FROM Person --", "1Name", "Na'me")) {
      assertThatIllegalArgumentException()
          .as(attempt)
          .isThrownBy(
              () -> Script.from(WebCrm.Kind.ORGANISATIONS, List.of(attempt), 1, Optional.empty()));
    }
  }

  @Test
  void takesAsManyIdsAsFitTheAddress() {
    List<Integer> ids = IntStream.rangeClosed(1_000_000, 1_000_999).boxed().toList();

    int fitting = Script.fitting(WebCrm.Kind.ORGANISATIONS, COLUMNS, ids, 1000, 7400);

    assertThat(encodedLength(ids.subList(0, fitting))).isLessThanOrEqualTo(7400);
    assertThat(encodedLength(ids.subList(0, fitting + 2))).isGreaterThan(7400);
  }

  @Test
  void takesNoMoreIdsThanAllowedAndAtLeastOne() {
    List<Integer> ids = List.of(1, 2, 3);

    assertThat(Script.fitting(WebCrm.Kind.PERSONS, COLUMNS, ids, 2, 7400)).isEqualTo(2);
    assertThat(Script.fitting(WebCrm.Kind.PERSONS, COLUMNS, ids, 9, 7400)).isEqualTo(3);
    assertThat(Script.fitting(WebCrm.Kind.PERSONS, COLUMNS, ids, 9, 1)).isEqualTo(1);
    assertThat(Script.fitting(WebCrm.Kind.PERSONS, COLUMNS, List.of(), 9, 1)).isZero();
  }

  private static int encodedLength(List<Integer> ids) {
    String script = Script.ofIds(WebCrm.Kind.ORGANISATIONS, COLUMNS, ids);
    return URLEncoder.encode(script, StandardCharsets.UTF_8).replace("+", "%20").length();
  }
}
