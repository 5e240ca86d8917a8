package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A pair's mapping as a table: one row for each property. Used by the tests of the pairs. */
public final class MappingTable {

  /**
   * One property.
   *
   * @param value a value of it
   * @param poweroffice what is in PowerOffice then
   * @param webcrm what is in webCRM then
   * @param cleared what is written to webCRM to clear it
   */
  public record Row(
      String property,
      String value,
      Map<String, String> poweroffice,
      Map<String, String> webcrm,
      Map<String, String> cleared) {}

  private MappingTable() {}

  /** Checks that the table names the mapping's properties, in its order. */
  public static void expectComplete(List<Property> properties, Stream<Row> rows) {
    List<String> named = rows.map(Row::property).toList();
    assertThat(properties.stream().map(Property::name).toList()).isEqualTo(named);
  }

  /** Checks one row in every direction. */
  public static void expect(List<Property> properties, Row row) {
    Property property =
        properties.stream().filter(p -> p.name().equals(row.property())).findFirst().orElseThrow();
    Columns left = Columns.of(row.poweroffice());
    Columns right = Columns.of(row.webcrm());
    assertThat(property.left().read(left)).contains(row.value());
    assertThat(property.right().read(right)).contains(row.value());
    assertThat(property.left().write(Optional.of(row.value()), left, Lengths.UNKNOWN))
        .isEqualTo(row.poweroffice());
    assertThat(property.right().write(Optional.of(row.value()), right, Lengths.UNKNOWN))
        .isEqualTo(row.webcrm());
    assertThat(property.right().write(Optional.empty(), right, Lengths.UNKNOWN))
        .isEqualTo(row.cleared());
    assertThat(property.right().read(Columns.of(row.cleared()))).isEmpty();
    assertThat(property.left().read(Columns.NONE)).isEmpty();
    Map<String, String> lowerCase = new HashMap<>();
    row.webcrm()
        .forEach(
            (name, text) ->
                lowerCase.put(name.toLowerCase(java.util.Locale.ROOT), " " + text + " "));
    assertThat(property.right().read(Columns.of(lowerCase))).contains(row.value());
  }
}
