package no.tandem.sync.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many situations in few rows: columns that do not matter are left out, and situations with the
 * same outcome are merged. The same situations always give the same rows.
 */
final class DecisionRows {

  /**
   * One thing that an outcome may depend on.
   *
   * @param choices all that there are, in the order in which they are shown
   */
  record Column(String heading, List<Worded> choices, Function<Situation, Worded> choice) {

    static Column of(String heading, Worded[] choices, Function<Situation, Worded> choice) {
      return new Column(heading, List.of(choices), choice);
    }
  }

  /**
   * One row: what it says holds for every situation in which each column has one of these choices.
   *
   * @param choices by column, in the order of the columns
   */
  record Row(List<Set<Worded>> choices, Worded outcome) {

    boolean covers(List<Worded> point) {
      for (int i = 0; i < point.size(); i++) {
        if (!choices.get(i).contains(point.get(i))) {
          return false;
        }
      }
      return true;
    }

    Row with(int column, Set<Worded> wider) {
      List<Set<Worded>> more = new ArrayList<>(choices);
      more.set(column, wider);
      return new Row(more, outcome);
    }
  }

  private final List<Column> columns;
  private final Map<List<Worded>, Worded> outcomes;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param all what may matter, what matters most first
   * @param outcome what becomes of a situation
   */
  DecisionRows(
      List<Column> all, Collection<Situation> situations, Function<Situation, Worded> outcome) {
    Map<List<Worded>, Worded> decided = new LinkedHashMap<>();
    for (Situation situation : situations) {
      decided.put(point(all, situation), outcome.apply(situation));
    }
    List<Column> left = new ArrayList<>(all);
    for (int i = all.size() - 1; i >= 0; i--) {
      Map<List<Worded>, Worded> without = without(i, decided);
      if (!without.isEmpty()) {
        left.remove(i);
        decided = without;
      }
    }
    columns = List.copyOf(left);
    outcomes = decided;
    merge();
  }

  List<Column> columns() {
    return columns;
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  /** The outcomes that the rows give for a situation; more than one would be a contradiction. */
  Set<Worded> outcomes(Situation situation) {
    List<Worded> point = point(columns, situation);
    Set<Worded> found = new LinkedHashSet<>();
    rows.stream().filter(row -> row.covers(point)).forEach(row -> found.add(row.outcome()));
    return found;
  }

  private static List<Worded> point(List<Column> columns, Situation situation) {
    return columns.stream().map(column -> column.choice().apply(situation)).toList();
  }

  /** The same outcomes without a column; empty if they depend on it. */
  private static Map<List<Worded>, Worded> without(int column, Map<List<Worded>, Worded> decided) {
    Map<List<Worded>, Worded> shorter = new LinkedHashMap<>();
    for (Map.Entry<List<Worded>, Worded> one : decided.entrySet()) {
      List<Worded> point = new ArrayList<>(one.getKey());
      point.remove(column);
      Worded before = shorter.putIfAbsent(List.copyOf(point), one.getValue());
      if (before != null && before != one.getValue()) {
        return Map.of();
      }
    }
    return shorter;
  }

  /** Takes the row that covers most of what has none yet, until everything has one. */
  private void merge() {
    Set<Row> candidates = new LinkedHashSet<>();
    outcomes.forEach(
        (point, outcome) -> {
          Row narrow = new Row(point.stream().map(Set::of).toList(), outcome);
          candidates.add(widest(narrow, IntStream.range(0, columns.size())));
          candidates.add(
              widest(narrow, IntStream.range(0, columns.size()).map(i -> columns.size() - 1 - i)));
        });
    Set<List<Worded>> open = new LinkedHashSet<>(outcomes.keySet());
    while (!open.isEmpty()) {
      long most = candidates.stream().mapToLong(row -> covered(row, open)).max().orElseThrow();
      Row best =
          candidates.stream().filter(row -> covered(row, open) == most).findFirst().orElseThrow();
      open.removeIf(best::covers);
      rows.add(best);
    }
    // In the order of the first situation that each is about.
    List<List<Worded>> points = List.copyOf(outcomes.keySet());
    rows.sort(
        Comparator.comparingInt(
            row -> points.indexOf(points.stream().filter(row::covers).findFirst().orElseThrow())));
  }

  private static long covered(Row row, Set<List<Worded>> points) {
    return points.stream().filter(row::covers).count();
  }

  /** The row with as many choices as stay true, one column after the other. */
  private Row widest(Row narrow, IntStream order) {
    Row row = narrow;
    for (int i : order.toArray()) {
      for (Worded choice : columns.get(i).choices()) {
        Set<Worded> more = new LinkedHashSet<>(row.choices().get(i));
        more.add(choice);
        Row wider = row.with(i, more);
        row = isTrue(wider) ? wider : row;
      }
    }
    return onlyWhatOccurs(row);
  }

  /** The same row without choices that meet none of the others in it. */
  private Row onlyWhatOccurs(Row row) {
    Row smaller = row;
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      Set<Worded> occur = new LinkedHashSet<>(columns.get(i).choices());
      occur.retainAll(
          outcomes.keySet().stream()
              .filter(row::covers)
              .map(point -> point.get(column))
              .collect(Collectors.toSet()));
      smaller = smaller.with(i, occur);
    }
    return smaller;
  }

  /** The choices of a column that occur. */
  Set<Worded> choices(int column) {
    Set<Worded> choices = new LinkedHashSet<>(columns.get(column).choices());
    choices.retainAll(
        outcomes.keySet().stream().map(point -> point.get(column)).collect(Collectors.toSet()));
    return choices;
  }

  private boolean isTrue(Row row) {
    return outcomes.entrySet().stream()
        .allMatch(one -> !row.covers(one.getKey()) || one.getValue() == row.outcome());
  }
}
