package no.tandem.infra;

import java.util.Locale;

/** The pairs by the names of their functions. */
enum Pairs {
  CUSTOMERS("Customers"),
  DEPARTMENTS("Departments"),
  CONTACT_PERSONS("ContactPersons"),
  SUPPLIER_PERSONS("SupplierPersons");

  private final String id;

  Pairs(String id) {
    this.id = id;
  }

  /** The name of its construct. */
  String id() {
    return id;
  }

  /** The function's name, such as contact-persons. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The variable by which functions know its queue. */
  String queueVariable() {
    return "QUEUES_" + name();
  }
}
