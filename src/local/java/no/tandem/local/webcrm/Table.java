package no.tandem.local.webcrm;

import java.util.Collection;
import java.util.Optional;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rows of one kind, by id. Not safe for several threads. */
final class Table {
  private final Schema schema;
  private final TreeMap<Integer, Row> rows = new TreeMap<>();
  private int lastId;

  Table(Schema schema) {
    this.schema = schema;
  }

  Schema schema() {
    return schema;
  }

  void clear() {
    rows.clear();
    lastId = 0;
  }

  /** An id that no row has had, also none that is deleted by now. */
  int nextId() {
    return lastId + 1;
  }

  void put(Row row) {
    rows.put(row.id(), row);
    lastId = Math.max(lastId, row.id());
  }

  void remove(int id) {
    rows.remove(id);
  }

  Optional<Row> find(int id) {
    return Optional.ofNullable(rows.get(id));
  }

  boolean contains(int id) {
    return rows.containsKey(id);
  }

  /** All rows in the order of their ids. */
  Collection<Row> rows() {
    return rows.values();
  }

  /** The rows from an id on, in the order of their ids. */
  Stream<Row> from(int id) {
    // The view's size is not asked for: the map would count its rows one by one.
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(rows.tailMap(id, true).values().iterator(), 0), false);
  }
}
