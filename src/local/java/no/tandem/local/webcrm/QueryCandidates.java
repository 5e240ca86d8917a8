package no.tandem.local.webcrm;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import no.tandem.local.webcrm.QueryScript.And;
import no.tandem.local.webcrm.QueryScript.Column;
import no.tandem.local.webcrm.QueryScript.Comparator;
import no.tandem.local.webcrm.QueryScript.Comparison;
import no.tandem.local.webcrm.QueryScript.Condition;
import no.tandem.local.webcrm.QueryScript.In;
import no.tandem.local.webcrm.QueryScript.Literal;
import no.tandem.local.webcrm.QueryScript.Or;

/** The ids that a condition cannot do without; the rows still have to pass the condition. */
sealed interface QueryCandidates {
  record Ids(TreeSet<Integer> ids) implements QueryCandidates {}

  /** The id and all above it. */
  record From(int id) implements QueryCandidates {}

  /** What a query without conditions has to look at. */
  static QueryCandidates all() {
    return new From(Integer.MIN_VALUE);
  }

  static QueryCandidates of(Condition condition, String id) {
    return switch (condition) {
      case Comparison(Column column, Comparator comparator, Literal literal)
          when column.field().name().equals(id) ->
          number(literal).map(number -> of(comparator, number)).orElse(all());
      case Comparison other -> all();
      case In(Column column, List<Literal> literals) when column.field().name().equals(id) ->
          in(literals);
      case In other -> all();
      case And(List<Condition> conditions) ->
          conditions.stream().map(part -> of(part, id)).reduce(all(), QueryCandidates::both);
      case Or(List<Condition> conditions) ->
          conditions.stream()
              .map(part -> of(part, id))
              .reduce(new Ids(new TreeSet<>()), QueryCandidates::either);
    };
  }

  /** The rows of these ids, in their order. */
  default Stream<Row> rows(Table table) {
    return switch (this) {
      case Ids(TreeSet<Integer> ids) -> ids.stream().flatMap(id -> table.find(id).stream());
      case From(int id) -> table.from(id);
    };
  }

  private static QueryCandidates of(Comparator comparator, int number) {
    return switch (comparator) {
      case EQUAL -> new Ids(new TreeSet<>(List.of(number)));
      case GREATER, GREATER_OR_EQUAL -> new From(number);
      case NOT_EQUAL, LESS, LESS_OR_EQUAL, LIKE -> all();
    };
  }

  private static QueryCandidates in(List<Literal> literals) {
    return literals.stream()
        .map(literal -> number(literal).map(n -> of(Comparator.EQUAL, n)).orElse(all()))
        .reduce(new Ids(new TreeSet<>()), QueryCandidates::either);
  }

  private static Optional<Integer> number(Literal literal) {
    String text =
        switch (literal) {
          case QueryScript.Text(String inside) -> inside;
          case QueryScript.Numeric(String digits) -> digits;
        };
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static QueryCandidates both(QueryCandidates left, QueryCandidates right) {
    return switch (left) {
      case Ids ids -> ids;
      case From(int first) ->
          switch (right) {
            case Ids ids -> ids;
            case From(int second) -> new From(Math.max(first, second));
          };
    };
  }

  // May change the left set: it was made for this plan.
  private static QueryCandidates either(QueryCandidates left, QueryCandidates right) {
    return switch (left) {
      case Ids(TreeSet<Integer> ids) ->
          switch (right) {
            case Ids(TreeSet<Integer> more) -> {
              ids.addAll(more);
              yield left;
            }
            case From(int id) -> new From(ids.isEmpty() ? id : Math.min(id, ids.first()));
          };
      case From(int first) ->
          switch (right) {
            case Ids(TreeSet<Integer> ids) ->
                new From(ids.isEmpty() ? first : Math.min(first, ids.first()));
            case From(int second) -> new From(Math.min(first, second));
          };
    };
  }
}
