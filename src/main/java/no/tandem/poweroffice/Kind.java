package no.tandem.poweroffice;

import java.util.List;

/** The kinds of records that are kept in sync. */
public enum Kind {
  CUSTOMERS("Customers", "IsArchived,IsActive,IsPerson,OrganizationNumber"),

  /** All suppliers, companies as well. */
  SUPPLIERS("Suppliers", "IsArchived,IsActive"),

  /** Suppliers that are persons. A supplier that is a company is listed as inactive. */
  SUPPLIER_PERSONS("Suppliers", "IsArchived,IsActive,IsPerson"),

  DEPARTMENTS("Departments", "IsActive"),

  /** They live under one customer or supplier, their owner, and are read and changed there. */
  CONTACT_PERSONS("ContactPersons", "IsActive,ContactId");

  private final String path;
  private final String fields;

  Kind(String path, String fields) {
    this.path = path;
    this.fields = fields;
  }

  /** The word in the URL. */
  String path() {
    return path;
  }

  /** What is read of every record of the kind besides its id, its stamp and the mapped columns. */
  List<String> fields() {
    return List.of(fields.split(",", -1));
  }
}
