package no.tandem.local.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as a simulator sees it.
 *
 * @param path decoded, without the query
 * @param rawQuery as sent, empty if there is none
 * @param headers the first value of each header, found without regard to case
 */
public record Request(
    String method, String path, String rawQuery, Map<String, String> headers, String body) {

  /** The query parameters, found without regard to case. */
  public Map<String, String> query() {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  /** The form fields of an urlencoded body, found without regard to case. */
  public Map<String, String> form() {
    return new Request(method, path, body, headers, "").query();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The path's non-empty segments. */
  public List<String> segments() {
    return List.of(path.split("/", -1)).stream().filter(s -> !s.isEmpty()).toList();
  }

  /** The media type of the body, without its parameters, in lower case. */
  public String mediaType() {
    return header("Content-Type").orElse("").split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
