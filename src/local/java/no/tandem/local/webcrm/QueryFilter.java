package no.tandem.local.webcrm;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import no.tandem.local.webcrm.QueryScript.And;
import no.tandem.local.webcrm.QueryScript.Column;
import no.tandem.local.webcrm.QueryScript.Comparator;
import no.tandem.local.webcrm.QueryScript.Comparison;
import no.tandem.local.webcrm.QueryScript.Condition;
import no.tandem.local.webcrm.QueryScript.In;
import no.tandem.local.webcrm.QueryScript.Literal;
import no.tandem.local.webcrm.QueryScript.Or;

/** Makes a test on rows out of conditions, with the literals read once. */
final class QueryFilter {
  private final RecordView view;
  private final boolean ignoresCase;
  private final boolean honoursZone;

  QueryFilter(RecordView view, WebCrmSwitches switches) {
    this.view = view;
    this.ignoresCase = switches.ignoresCase();
    this.honoursZone = switches.honoursZone();
  }

  /**
   * Compiles a condition.
   *
   * @throws Refusal for a literal that its column cannot be compared with
   */
  Predicate<QueryRow> compile(Condition condition) {
    return switch (condition) {
      case Comparison comparison -> comparison(comparison);
      case In in -> oneOf(in.column(), in.literals());
      case And and -> all(and.conditions().stream().map(this::compile).toList());
      case Or or -> either(or.conditions());
    };
  }

  private Predicate<QueryRow> comparison(Comparison comparison) {
    Column column = comparison.column();
    if (comparison.comparator() == Comparator.LIKE) {
      return like(column, comparison.literal());
    }
    Object key = key(column, comparison.literal());
    IntPredicate fits = fits(comparison.comparator());
    return row -> fits.test(QueryRow.compare(row.key(column, view, ignoresCase), key));
  }

  private static IntPredicate fits(Comparator comparator) {
    return switch (comparator) {
      case EQUAL -> order -> order == 0;
      case NOT_EQUAL -> order -> order != 0;
      case GREATER -> order -> order > 0;
      case GREATER_OR_EQUAL -> order -> order >= 0;
      case LESS -> order -> order < 0;
      case LESS_OR_EQUAL -> order -> order <= 0;
      case LIKE -> throw new IllegalArgumentException("Has no order");
    };
  }

  private Predicate<QueryRow> oneOf(Column column, List<Literal> literals) {
    Set<Object> keys = new HashSet<>();
    literals.forEach(literal -> keys.add(key(column, literal)));
    return row -> keys.contains(row.key(column, view, ignoresCase));
  }

  private static Predicate<QueryRow> all(List<Predicate<QueryRow>> tests) {
    return row -> tests.stream().allMatch(test -> test.test(row));
  }

  /** Equalities on one column become a look-up, so that hundreds of them cost one. */
  private Predicate<QueryRow> either(List<Condition> conditions) {
    Map<Column, List<Literal>> equalities = new LinkedHashMap<>();
    List<Predicate<QueryRow>> tests = new ArrayList<>();
    for (Condition condition : conditions) {
      if (condition instanceof Comparison(Column column, Comparator comparator, Literal literal)
          && comparator == Comparator.EQUAL) {
        equalities.computeIfAbsent(column, c -> new ArrayList<>()).add(literal);
      } else {
        tests.add(compile(condition));
      }
    }
    equalities.forEach((column, literals) -> tests.add(oneOf(column, literals)));
    return row -> tests.stream().anyMatch(test -> test.test(row));
  }

  private Predicate<QueryRow> like(Column column, Literal literal) {
    if (!(literal instanceof QueryScript.Text(String text)) || !isText(column)) {
      throw Refusal.badQuery("LIKE compares texts.");
    }
    StringBuilder expression = new StringBuilder();
    QueryRow.folded(text, ignoresCase)
        .codePoints()
        .forEach(
            character ->
                expression.append(
                    switch (character) {
                      case '%' -> ".*";
                      case '_' -> ".";
                      default -> Pattern.quote(Character.toString(character));
                    }));
    Pattern pattern = Pattern.compile(expression.toString(), Pattern.DOTALL);
    return row -> pattern.matcher((String) row.key(column, view, ignoresCase)).matches();
  }

  private static boolean isText(Column column) {
    return switch (column.field().type()) {
      case TEXT, DROPDOWN, PLUS -> true;
      case INTEGER, BOOLEAN, MOMENT, DAY, STATUS -> false;
    };
  }

  /** The literal in the form that the column's keys have. */
  private Object key(Column column, Literal literal) {
    Field field = column.field();
    boolean quoted = literal instanceof QueryScript.Text;
    String text =
        switch (literal) {
          case QueryScript.Text(String inside) -> inside;
          case QueryScript.Numeric(String digits) -> digits;
        };
    return switch (field.type()) {
      case TEXT, DROPDOWN, PLUS -> {
        if (!quoted) {
          throw Refusal.badQuery("The value of " + field.name() + " must be in quotes.");
        }
        yield QueryRow.folded(text, ignoresCase);
      }
      case INTEGER -> number(field, text);
      case STATUS -> {
        if (quoted) {
          throw Refusal.badQuery(field.name() + " is compared as a number.");
        }
        yield number(field, text);
      }
      case BOOLEAN ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> throw Refusal.badQuery("The value of " + field.name() + " must be 0 or 1.");
          };
      case MOMENT, DAY -> {
        if (!quoted) {
          throw Refusal.badQuery("The value of " + field.name() + " must be in quotes.");
        }
        try {
          yield Stamps.moment(text, honoursZone);
        } catch (DateTimeException e) {
          throw Refusal.badQuery("The value of " + field.name() + " is not a date: " + text);
        }
      }
    };
  }

  private static Double number(Field field, String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw Refusal.badQuery("The value of " + field.name() + " is not a number: " + text);
    }
  }
}
