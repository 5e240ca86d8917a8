package no.tandem.local.webcrm;

import java.util.List;
import java.util.Optional;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;

/**
 * A query as it was written, with its columns found.
 *
 * @param columns in the order of the list; empty for an asterisk
 * @param joinsOrganisation whether a person's row has its organisation's columns as well
 */
record QueryScript(
    List<Column> columns,
    Kind table,
    boolean joinsOrganisation,
    Optional<Condition> where,
    Optional<Order> order) {

  /**
   * A column of the result.
   *
   * @param ofTable the table that the field is of
   */
  record Column(Kind ofTable, Field field) {}

  record Order(Column column, boolean ascending) {}

  sealed interface Literal {}

  record Text(String text) implements Literal {}

  record Numeric(String text) implements Literal {}

  enum Comparator {
    EQUAL,
    NOT_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    LIKE
  }

  sealed interface Condition {}

  record Comparison(Column column, Comparator comparator, Literal literal) implements Condition {}

  /** The column has one of the values. */
  record In(Column column, List<Literal> literals) implements Condition {}

  /** All of them hold. */
  record And(List<Condition> conditions) implements Condition {}

  /** At least one of them holds. */
  record Or(List<Condition> conditions) implements Condition {}
}
