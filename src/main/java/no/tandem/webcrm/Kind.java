package no.tandem.webcrm;

/** The kinds of webCRM records that are kept in sync. */
public enum Kind {
  ORGANISATIONS("Organisation", "Organisations", 1),
  PERSONS("Person", "Persons", 2);

  private final String table;
  private final String collection;
  private final int systemRow;

  Kind(String table, String collection, int systemRow) {
    this.table = table;
    this.collection = collection;
    this.systemRow = systemRow;
  }

  /** The table's name in /Queries, the entity's in /FieldsMetadata and the start of its columns. */
  String table() {
    return table;
  }

  /** The path under which single records are read and written. */
  String collection() {
    return collection;
  }

  String idColumn() {
    return table + "Id";
  }

  String updatedAtColumn() {
    return table + "UpdatedAt";
  }

  String updatedByColumn() {
    return table + "UpdatedBy";
  }

  /**
   * Whether the row is webCRM's own: organisation 1 is webCRM itself, person 2 its support contact.
   * Both come along in lists (seen in webCRM's own tests) and are nobody's customers.
   */
  boolean isSystemRow(int id) {
    return id == systemRow;
  }
}
