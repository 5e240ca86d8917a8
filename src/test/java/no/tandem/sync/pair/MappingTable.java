package no.tandem.sync.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;

/**
 * A pair's mapping as a table: one row for each property. Used by the tests of the pairs.
 *
 * <p>Its columns: the property, its field in PowerOffice, its field in webCRM, a value of it, and,
 * where they differ from the value and from an empty text, what webCRM holds then and what is
 * written to webCRM to clear it.
 */
public final class MappingTable {

  private record Row(String property, String value, Field left, Field right, Field cleared) {
    record Field(String name, String text) {
      Map<String, String> columns() {
        return Map.of(name, text);
      }
    }

    static Row of(String line) {
      List<String> cells =
          Stream.of(line.split("\\|", -1)).map(String::strip).collect(Collectors.toList());
      String value = cells.get(3);
      return new Row(
          cells.get(0),
          value,
          new Field(cells.get(1), value),
          new Field(cells.get(2), cells.get(4).isEmpty() ? value : cells.get(4)),
          new Field(cells.get(2), cells.get(5)));
    }
  }

  private MappingTable() {}

  /** Checks every row in every direction, and that the table has every property, in order. */
  public static void expect(List<Property> properties, String table) {
    List<Row> rows = table.lines().skip(1).map(Row::of).toList();
    assertThat(properties.stream().map(Property::name).toList())
        .isEqualTo(rows.stream().map(Row::property).toList());
    rows.forEach(row -> expect(properties, row));
  }

  private static void expect(List<Property> properties, Row row) {
    Property property =
        properties.stream().filter(p -> p.name().equals(row.property())).findFirst().orElseThrow();
    Columns left = Columns.of(row.left().columns());
    Columns right = Columns.of(row.right().columns());
    assertThat(property.left().read(left)).contains(row.value());
    assertThat(property.right().read(right)).contains(row.value());
    assertThat(property.left().write(Optional.of(row.value()), left, Lengths.UNKNOWN))
        .isEqualTo(row.left().columns());
    assertThat(property.right().write(Optional.of(row.value()), right, Lengths.UNKNOWN))
        .isEqualTo(row.right().columns());
    assertThat(property.right().write(Optional.empty(), right, Lengths.UNKNOWN))
        .isEqualTo(row.cleared().columns());
    assertThat(property.right().read(Columns.of(row.cleared().columns()))).isEmpty();
    assertThat(property.left().read(Columns.NONE)).isEmpty();
    Map<String, String> lowerCase = new HashMap<>();
    row.right()
        .columns()
        .forEach(
            (name, text) ->
                lowerCase.put(name.toLowerCase(java.util.Locale.ROOT), " " + text + " "));
    assertThat(property.right().read(Columns.of(lowerCase))).contains(row.value());
  }
}
