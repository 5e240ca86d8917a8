package no.tandem.poweroffice;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.tandem.remote.Caller;
import no.tandem.remote.Place;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;

/**
 * Reads PowerOffice's problem documents, {@code {title, status, detail}} or {@code {title, errors:
 * {field: [text, ...]}}}, and the texts of the gateway before it, {@code {statusCode, message}}.
 */
final class PowerOfficeErrors implements Caller.ErrorReader {
  private static final int LONGEST_TEXT = 2000;
  private static final Pattern SECONDS = Pattern.compile("\\b(\\d{1,6}) seconds?\\b");

  private final Place place;
  private final String privilege;

  /**
   * @param url where the API is called
   * @param privilege what the call needs; empty if it needs none
   */
  PowerOfficeErrors(URI url, String privilege) {
    this.place = place("POWEROFFICE_URL", url);
    this.privilege = privilege;
  }

  static Place place(String variable, URI address) {
    return new Place(
        SystemName.POWEROFFICE,
        variable,
        address,
        "POWEROFFICE_TIMEOUT",
        "POWEROFFICE_APPLICATION_KEY, POWEROFFICE_CLIENT_KEY and POWEROFFICE_SUBSCRIPTION_KEY");
  }

  @Override
  public Optional<Place> place() {
    return Optional.of(place);
  }

  /** Status and title. The detail can quote values. */
  @Override
  public String title(int status, String body) {
    return member(body, "title").map(title -> status + " " + title).orElse("" + status);
  }

  @Override
  public String text(int status, String body) {
    Optional<String> detail =
        Stream.of(
                member(body, "detail"), Json.lists(body, "errors").map(PowerOfficeErrors::byField))
            .flatMap(Optional::stream)
            .reduce((words, fields) -> words + " " + fields);
    Optional<String> words =
        detail.or(() -> member(body, "message")).or(() -> member(body, "title"));
    if (words.isEmpty() && !body.isBlank()) {
      return place.foreign(status, body);
    }
    String text = words.orElseGet(() -> withoutText(status));
    if (status == 401) {
      return cut(place.keysRejected(text));
    }
    return ownForm(status, body) || status != 404 ? cut(text) : place.foreign(status, text);
  }

  @Override
  public boolean ownForm(int status, String body) {
    return body.isBlank()
        || (member(body, "title").isPresent() && member(body, "statusCode").isEmpty());
  }

  private static String byField(Map<String, List<String>> errors) {
    return errors.entrySet().stream()
        .map(field -> field.getKey() + ": " + String.join(" ", field.getValue()))
        .collect(Collectors.joining("; "));
  }

  /** The gateway says it in words: "Rate limit is exceeded. Try again in 7 seconds." */
  @Override
  public Optional<Duration> comeAgainAfter(String body) {
    return member(body, "message")
        .map(SECONDS::matcher)
        .filter(Matcher::find)
        .map(found -> Duration.ofSeconds(Long.parseLong(found.group(1))));
  }

  private static Optional<String> member(String body, String name) {
    return Json.object(body).flatMap((Columns problem) -> problem.text(name));
  }

  private String withoutText(int status) {
    return status == 403 && !privilege.isEmpty()
        ? "PowerOffice answered 403 without a text: the integration lacks the privilege "
            + privilege
            + " for this call"
        : "PowerOffice answered " + status + " without a text";
  }

  static String cut(String text) {
    return Text.cut(text, LONGEST_TEXT);
  }
}
