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

  public static Answer empty(int status) {
    return new Answer(status, Map.of(), "");
  }
}
