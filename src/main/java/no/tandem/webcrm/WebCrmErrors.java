package no.tandem.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import no.tandem.remote.Caller;
import no.tandem.remote.Place;
import no.tandem.sync.side.SystemName;

/**
 * Reads webCRM's error bodies. Only the one of a 429 is published: Message and Type; all others are
 * taken to look like it. Rejected log-ins have Error and ErrorDescription instead.
 */
final class WebCrmErrors implements Caller.ErrorReader {
  private static final int LONGEST_TEXT = 2000;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,79}");

  private final Place place;

  WebCrmErrors(URI address) {
    this.place =
        new Place(
            SystemName.WEBCRM, "WEBCRM_URL", address, "WEBCRM_TIMEOUT", "WEBCRM_APPLICATION_TOKEN");
  }

  Place where() {
    return place;
  }

  @Override
  public Optional<Place> place() {
    return Optional.of(place);
  }

  /** The status and the error's type. Never the message: it can quote values. */
  @Override
  public String title(int status, String body) {
    JsonNode error = Json.read(body);
    return Json.text(error, "Type")
        .or(() -> Json.text(error, "Error"))
        .filter(type -> IDENTIFIER.matcher(type).matches())
        .map(type -> status + " " + type)
        .orElse(Integer.toString(status));
  }

  @Override
  public String text(int status, String body) {
    JsonNode error = Json.read(body);
    Optional<String> words =
        Json.text(error, "Message")
            .or(() -> Json.text(error, "ErrorDescription"))
            .or(() -> problem(error));
    if (words.isEmpty() && !body.isBlank()) {
      return place.foreign(status, body);
    }
    String text = words.orElseGet(() -> withoutText(status));
    if (status == 401) {
      text = place.keysRejected(text);
    } else if (status == 404 && !ownForm(status, body)) {
      text = place.foreign(status, text);
    }
    return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
  }

  /** A problem document: title, detail and, by field, errors. */
  private static Optional<String> problem(JsonNode error) {
    List<String> words = new ArrayList<>();
    Json.text(error, "detail").or(() -> Json.text(error, "title")).ifPresent(words::add);
    for (Map.Entry<String, JsonNode> field : Json.field(error, "errors").properties()) {
      List<String> texts = new ArrayList<>();
      field.getValue().forEach(text -> texts.add(text.asText()));
      words.add(
          field.getKey()
              + ": "
              + (texts.isEmpty() ? field.getValue().asText() : String.join(" ", texts)));
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
  }

  private static String withoutText(int status) {
    return status == 403
        ? "webCRM answered 403 without a text: the user of the application token may not do it"
        : "webCRM answered " + status + " without a text";
  }

  /**
   * Without a body, or with both Message and Type. A Message alone is what a gateway or the web
   * framework says of an address that it does not know.
   */
  @Override
  public boolean ownForm(int status, String body) {
    JsonNode error = Json.read(body);
    return body.isBlank()
        || (Json.text(error, "Message").isPresent() && Json.text(error, "Type").isPresent());
  }
}
