package no.tandem.local.webcrm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.tandem.local.webcrm.QueryScript.And;
import no.tandem.local.webcrm.QueryScript.Column;
import no.tandem.local.webcrm.QueryScript.Comparator;
import no.tandem.local.webcrm.QueryScript.Comparison;
import no.tandem.local.webcrm.QueryScript.Condition;
import no.tandem.local.webcrm.QueryScript.In;
import no.tandem.local.webcrm.QueryScript.Literal;
import no.tandem.local.webcrm.QueryScript.Or;
import no.tandem.local.webcrm.QueryScript.Order;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;
import no.tandem.local.webcrm.WebCrmSwitches.Operator;

/**
 * Reads a query.
 *
 * <pre>
 * script     = SELECT ( "*" | column { "," column } ) FROM table [ join ]
 *              [ WHERE either ] [ ORDER BY column [ ASC | DESC ] ]
 * join       = JOIN Organisation ON [ "(" ] column "=" column [ ")" ]
 * either     = all { OR all }
 * all        = condition { AND condition }
 * condition  = "(" either ")" | column operator literal | column IN "(" literal { "," literal } ")"
 * </pre>
 *
 * <p>Only what was seen working with the real service is taken; operators beyond that are a switch.
 */
final class QueryParser {
  private static final int DEEPEST = 100;
  private static final Set<String> KEYWORDS =
      Set.of("SELECT", "FROM", "JOIN", "ON", "WHERE", "AND", "OR", "ORDER", "BY", "ASC", "DESC");

  private static final Set<String> JOINS =
      Set.of("PersonOrganisationId=OrganisationId", "OrganisationId=PersonOrganisationId");

  private final List<QueryToken> tokens;
  private final Set<Operator> operators;
  private int at;
  private int depth;
  // The table and join stand behind the column list, which needs them; so they are read first.
  private Kind table = Kind.ORGANISATIONS;
  private boolean joined;

  private QueryParser(List<QueryToken> tokens, Set<Operator> operators) {
    this.tokens = tokens;
    this.operators = operators;
  }

  /**
   * Reads a script.
   *
   * @param operators allowed beside = and >=
   * @throws Refusal if it is not in the language
   */
  static QueryScript parse(String script, Set<Operator> operators) {
    return new QueryParser(QueryToken.of(script), operators).script();
  }

  private QueryScript script() {
    expectWord("SELECT");
    List<String> names = columnNames();
    expectWord("FROM");
    table = table();
    joined = takeWord("JOIN");
    if (joined) {
      join();
    }
    List<Column> columns = names.stream().map(this::column).toList();
    Optional<Condition> where = takeWord("WHERE") ? Optional.of(either()) : Optional.empty();
    Optional<Order> order = takeWord("ORDER") ? Optional.of(order()) : Optional.empty();
    if (!(peek() instanceof QueryToken.End)) {
      throw unexpected("the end");
    }
    return new QueryScript(columns, table, joined, where, order);
  }

  /** The names as written; empty for an asterisk. */
  private List<String> columnNames() {
    if (takeSign("*")) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    do {
      names.add(name("a column"));
    } while (takeSign(","));
    return names;
  }

  private Kind table() {
    String name = name("a table");
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.entity().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> Refusal.badQuery("Unknown table " + name + "."));
  }

  private void join() {
    if (table != Kind.PERSONS || table() != Kind.ORGANISATIONS) {
      throw Refusal.badQuery("Only Person can be joined, and only with Organisation.");
    }
    expectWord("ON");
    boolean bracket = takeSign("(");
    Column left = column(name("a column"));
    expectSign("=");
    Column right = column(name("a column"));
    if (bracket) {
      expectSign(")");
    }
    if (!JOINS.contains(left.field().name() + "=" + right.field().name())) {
      throw Refusal.badQuery("Join on Person.PersonOrganisationId = Organisation.OrganisationId.");
    }
  }

  private Order order() {
    expectWord("BY");
    Column column = column(name("a column"));
    if (takeWord("DESC")) {
      return new Order(column, false);
    }
    takeWord("ASC");
    return new Order(column, true);
  }

  private Condition either() {
    List<Condition> conditions = new ArrayList<>();
    do {
      conditions.add(all());
    } while (takeWord("OR"));
    return conditions.size() == 1 ? conditions.getFirst() : new Or(conditions);
  }

  private Condition all() {
    List<Condition> conditions = new ArrayList<>();
    do {
      conditions.add(condition());
    } while (takeWord("AND"));
    return conditions.size() == 1 ? conditions.getFirst() : new And(conditions);
  }

  private Condition condition() {
    if (takeSign("(")) {
      if (++depth > DEEPEST) {
        throw Refusal.badQuery("Too many brackets.");
      }
      Condition inside = either();
      expectSign(")");
      depth--;
      return inside;
    }
    Column column = column(name("a column"));
    if (isWord("IN")) {
      at++;
      allow(Operator.IN, "IN");
      return new In(column, literals());
    }
    return new Comparison(column, comparator(), literal());
  }

  private List<Literal> literals() {
    expectSign("(");
    List<Literal> literals = new ArrayList<>();
    do {
      literals.add(literal());
    } while (takeSign(","));
    expectSign(")");
    return literals;
  }

  private Comparator comparator() {
    QueryToken token = peek();
    String text =
        switch (token) {
          case QueryToken.Sign sign -> sign.text();
          case QueryToken.Word word -> word.text();
          default -> "";
        };
    at++;
    if (text.equalsIgnoreCase("LIKE")) {
      return allowed(Operator.LIKE, text, Comparator.LIKE);
    }
    return switch (text) {
      case "=" -> Comparator.EQUAL;
      case ">=" -> Comparator.GREATER_OR_EQUAL;
      case ">" -> allowed(Operator.GREATER, text, Comparator.GREATER);
      case "<" -> allowed(Operator.LESS, text, Comparator.LESS);
      case "<=" -> allowed(Operator.LESS_OR_EQUAL, text, Comparator.LESS_OR_EQUAL);
      case "<>" -> allowed(Operator.NOT_EQUAL, text, Comparator.NOT_EQUAL);
      default -> {
        at--;
        throw unexpected("an operator");
      }
    };
  }

  private Comparator allowed(Operator operator, String text, Comparator comparator) {
    allow(operator, text);
    return comparator;
  }

  private void allow(Operator operator, String text) {
    if (!operators.contains(operator)) {
      throw Refusal.badQuery("The operator " + text + " is not supported.");
    }
  }

  private Literal literal() {
    Literal literal =
        switch (peek()) {
          case QueryToken.Quoted quoted -> new QueryScript.Text(quoted.text());
          case QueryToken.Numeric number -> new QueryScript.Numeric(number.text());
          default -> throw unexpected("a quoted text or a number");
        };
    at++;
    return literal;
  }

  private Column column(String written) {
    int dot = written.indexOf('.');
    String qualifier = dot < 0 ? "" : written.substring(0, dot);
    String name = written.substring(dot + 1);
    for (Kind kind : Kind.values()) {
      boolean inScope = kind == table || (joined && kind == Kind.ORGANISATIONS);
      boolean fits = qualifier.isEmpty() || qualifier.equalsIgnoreCase(kind.entity());
      Optional<Field> field = inScope && fits ? Schema.of(kind).find(name) : Optional.empty();
      if (field.isPresent()) {
        return new Column(kind, field.get());
      }
    }
    throw Refusal.badQuery("Unknown column " + written + ".");
  }

  private String name(String expected) {
    if (peek() instanceof QueryToken.Word(String text)
        && KEYWORDS.stream().noneMatch(text::equalsIgnoreCase)) {
      at++;
      return text;
    }
    throw unexpected(expected);
  }

  private boolean isWord(String keyword) {
    return peek() instanceof QueryToken.Word(String text) && text.equalsIgnoreCase(keyword);
  }

  private boolean takeWord(String keyword) {
    boolean found = isWord(keyword);
    at += found ? 1 : 0;
    return found;
  }

  private void expectWord(String keyword) {
    if (!takeWord(keyword)) {
      throw unexpected(keyword);
    }
  }

  private boolean takeSign(String sign) {
    boolean found = peek().equals(new QueryToken.Sign(sign));
    at += found ? 1 : 0;
    return found;
  }

  private void expectSign(String sign) {
    if (!takeSign(sign)) {
      throw unexpected(sign);
    }
  }

  private QueryToken peek() {
    return tokens.get(at);
  }

  private Refusal unexpected(String expected) {
    String found =
        switch (peek()) {
          case QueryToken.Word word -> word.text();
          case QueryToken.Quoted quoted -> "'" + quoted.text() + "'";
          case QueryToken.Numeric number -> number.text();
          case QueryToken.Sign sign -> sign.text();
          case QueryToken.End end -> "the end";
        };
    return Refusal.badQuery("Expected " + expected + " but found " + found + ".");
  }
}
