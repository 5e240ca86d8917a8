package no.tandem.local.webcrm;

import java.util.Arrays;
import java.util.Optional;

/** What happened to a record; a hook is for one of these. */
enum HookEvent {
  CREATE("Create"),
  UPDATE("Update"),
  DELETE("Delete");

  private final String text;

  HookEvent(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Optional<HookEvent> of(String text) {
    return Arrays.stream(values()).filter(e -> e.text.equalsIgnoreCase(text)).findFirst();
  }
}
