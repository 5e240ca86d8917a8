package no.tandem.local.webcrm;

/** What kind of values a field holds, and how they look on the wire. */
enum FieldType {
  TEXT,
  /** A text out of a list that the tenant makes; unset, it shows a placeholder. */
  DROPDOWN,
  /** A text that is null as long as the tenant has not set the field up. */
  PLUS,
  INTEGER,
  BOOLEAN,
  /** A point in time, in whole seconds. */
  MOMENT,
  /** A calendar day, shown as its midnight. */
  DAY,
  /** A person's status: a text in the entity calls, compared as a number in queries. */
  STATUS
}
