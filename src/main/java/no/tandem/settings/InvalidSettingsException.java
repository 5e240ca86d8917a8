package no.tandem.settings;

import java.util.List;

/** The settings are wrong or incomplete; the message names every key and what it needs. */
public final class InvalidSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidSettingsException(List<String> problems) {
    super(
        "Tandem cannot start; "
            + (problems.size() == 1 ? "one setting needs" : problems.size() + " settings need")
            + " attention:\n  - "
            + String.join("\n  - ", problems));
  }
}
