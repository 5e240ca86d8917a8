package no.tandem.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import no.tandem.remote.Caller;
import no.tandem.sync.side.Text;

/**
 * Reads webCRM's error bodies. Only the one of a 429 is published: Message and Type; all others are
 * taken to look like it. Rejected log-ins have Error and ErrorDescription instead.
 */
final class WebCrmErrors implements Caller.ErrorReader {
  private static final int LONGEST_TEXT = 2000;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,79}");

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
    String text =
        Json.text(error, "Message")
            .or(() -> Json.text(error, "ErrorDescription"))
            .or(() -> Optional.of(body.strip()).filter(WebCrmErrors::isForPeople))
            .orElseGet(() -> title(status, body));
    return Text.cut(text, LONGEST_TEXT);
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

  private static boolean isForPeople(String body) {
    return !body.isEmpty() && !body.startsWith("<");
  }
}
