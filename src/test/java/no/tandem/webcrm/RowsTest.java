package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import no.tandem.sync.Columns;
import no.tandem.sync.TransientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowsTest {
  private final Rows rows =
      new Rows(List.of("PersonId", "PersonFirstName", "PersonStatus"), List.of());

  @Test
  void keepsWantedColumnsInAnyLetterCase() {
    List<Columns> read =
        rows.list(
            """
            [{"personid": 7, "PERSONFIRSTNAME": " Kari ", "PersonPassword": "secret",
              "PersonStatus": true, "Nested": {"PersonId": 8}, "List": [1, {"PersonId": 9}]},
             {"PersonId": "8", "PersonFirstName": null}]
            """);

    assertThat(read).hasSize(2);
    assertThat(read.getFirst().text("PersonId")).contains("7");
    assertThat(read.getFirst().text("PersonFirstName")).contains("Kari");
    assertThat(read.getFirst().isTrue("PersonStatus")).isTrue();
    assertThat(read.getFirst()).hasToString("Columns[PersonFirstName, PersonId, PersonStatus]");
    assertThat(read.getLast().text("PersonId")).contains("8");
    assertThat(read.getLast().text("PersonFirstName")).isEmpty();
  }

  @Test
  void anEmptyListHasNoRows() {
    assertThat(rows.list("[]")).isEmpty();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "{}",
        "[",
        "[{\"PersonId\": 7}",
        "[{\"PersonId\": 7",
        "[{\"PersonId\": 7}] []",
        "[7]",
        "[null]",
        "<html>",
        "null",
        "7"
      })
  void whatIsNoWholeListIsNotRead(@Nullable String body) {
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> rows.list(body))
        .satisfies(
            e -> assertThat(e.title()).startsWith("unreadable answer (").doesNotContain("7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{", "{\"PersonId\": 7", "<html>", "null", "7", "{} {}"})
  void whatIsNoWholeRecordIsNotRead(String body) {
    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> rows.one(body));
  }

  @Test
  void aRecordIsReadAlone() {
    assertThat(rows.one("{\"PersonId\": 7}").flatMap(record -> record.text("PersonId")))
        .contains("7");
    assertThat(rows.one(" ")).isEqualTo(Optional.empty());
    assertThat(rows.one(null)).isEmpty();
  }

  @Test
  void manyRowsAreCheap() {
    StringBuilder page = new StringBuilder("[");
    for (int id = 1; id <= 100_000; id++) {
      page.append(id == 1 ? "" : ",")
          .append("{\"PersonId\":")
          .append(id)
          .append(",\"PersonFirstName\":\"Kari\",\"PersonStatus\":\"Active\",\"Other\":\"x\"}");
    }

    assertThat(rows.list(page.append(']').toString())).hasSize(100_000);
  }

  @Test
  void aRequiredColumnMayBeEmptyButNotMissing() {
    Rows strict = new Rows(List.of("PersonId", "PersonFirstName"), List.of("PersonFirstName"));
    assertThat(strict.list("[{\"PersonId\":7,\"personFirstName\":null}]")).hasSize(1);
    assertThatThrownBy(() -> strict.list("[{\"PersonId\":7}]"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("PersonFirstName");
  }
}
