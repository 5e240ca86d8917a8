package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import no.tandem.remote.LeftOut;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.TransientException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

final class RowsTest {
  private final Rows rows =
      new Rows(List.of("PersonId", "PersonFirstName", "PersonStatus"), new LeftOut());

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
  void aColumnThatIsLackingIsNotTakenForAnEmptyOne() {
    Columns row = rows.list("[{\"PersonId\":7,\"personFirstName\":null}]").getFirst();
    assertThat(row.lacks("PersonFirstName")).as("null is a value").isFalse();
    assertThat(row.lacks("PersonStatus")).isTrue();
    assertThat(rows.list("[{\"PersonId\":7}]").getFirst().lacks("PersonFirstName")).isTrue();
  }

  @Test
  void itIsEmptyOnceTheAnswersHaveShownThatNullsAreLeftOut() {
    List<Columns> both =
        rows.list("[{\"PersonId\":7,\"PersonFirstName\":\"Kari\"},{\"PersonId\":8}]");
    assertThat(both.getLast().lacks("PersonFirstName")).isFalse();
    assertThat(rows.one("{\"PersonId\":7}").orElseThrow().lacks("PersonFirstName")).isFalse();
    rows.list("[{\"PersonId\":7,\"PersonStatus\":null}]");
    assertThat(rows.one("{\"PersonId\":7}").orElseThrow().lacks("PersonFirstName"))
        .as("nulls are written after all")
        .isTrue();
  }

  @Test
  void aWholeRecordWithoutAnyNullShowsItAsWell() {
    StringBuilder record = new StringBuilder("{\"PersonId\":7");
    for (int i = 0; i < 20; i++) {
      record.append(",\"Other").append(i).append("\":\"x\"");
    }
    assertThat(rows.one(record + "}").orElseThrow().lacks("PersonFirstName")).isFalse();
  }
}
