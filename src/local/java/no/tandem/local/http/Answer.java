package no.tandem.local.http;

import java.util.Map;

/**
 * What a simulator answers.
 *
 * @param body empty for none
 */
public record Answer(int status, Map<String, String> headers, String body) {

  public static Answer json(int status, String body) {
    return new Answer(status, Map.of("Content-Type", "application/json; charset=utf-8"), body);
  }

  /**
   * Says so where the vendor has something that Tandem does not use: no test would show whether the
   * simulator answers as the vendor does.
   */
  public static Answer neverSent(String what) {
    return new Answer(
        501,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        what + " is not simulated: Tandem never sends it.");
  }

  public static Answer empty(int status) {
    return new Answer(status, Map.of(), "");
  }
}
