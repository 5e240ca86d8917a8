package no.tandem.local.webcrm;

import java.util.Arrays;
import java.util.Optional;

/** A person's status. The numbers, which queries compare, are not documented. */
enum PersonStatus {
  ACTIVE("Active", 0),
  RESIGNED("Resigned", 1),
  OTHER("Other", 2),
  GUEST("Guest", 3);

  private final String text;
  private final int number;

  PersonStatus(String text, int number) {
    this.text = text;
    this.number = number;
  }

  String text() {
    return text;
  }

  int number() {
    return number;
  }

  static Optional<PersonStatus> of(String text) {
    return Arrays.stream(values()).filter(s -> s.text.equalsIgnoreCase(text)).findFirst();
  }

  static PersonStatus of(Row row, Field field) {
    return row.get(field) instanceof PersonStatus status ? status : ACTIVE;
  }
}
