package no.tandem.local.webcrm;

/**
 * A field of one kind of record.
 *
 * @param index its place in a row
 * @param length the most characters it takes unless a switch says otherwise; 0 if that is not known
 * @param readOnly never taken from a client
 */
record Field(String name, int index, FieldType type, int length, boolean readOnly) {}
