package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.settings.PairName;
import no.tandem.sync.report.Mode;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that a function was called with. Every method throws {@link BadRequestException}
 * with words for the caller.
 */
public final class JsonCall {
  private static final int LONGEST_SHOWN = 40;

  private final JsonNode json;
  private final String prefix;

  private JsonCall(JsonNode json, String prefix) {
    this.json = json;
    this.prefix = prefix;
  }

  /**
   * Checks that it is an object with known members only.
   *
   * @param examples what to send instead
   */
  public static JsonCall of(@Nullable JsonNode json, Set<String> known, String examples) {
    if (json == null || json.isNull() || json.isMissingNode()) {
      throw new BadRequestException("The body is empty; send " + examples);
    }
    if (!json.isObject()) {
      throw new BadRequestException("The body must be a JSON object, such as " + examples);
    }
    return new JsonCall(json, "").knowing(known);
  }

  /** An object within this one. */
  JsonCall object(String key, Set<String> known, String examples) {
    JsonNode inner = json.path(key);
    if (!inner.isObject()) {
      throw new BadRequestException(
          "'" + prefix + key + "' must be an object; for example " + examples);
    }
    return new JsonCall(inner, prefix + key + ".").knowing(known);
  }

  private JsonCall knowing(Set<String> known) {
    for (Iterator<Map.Entry<String, JsonNode>> it = json.properties().iterator(); it.hasNext(); ) {
      String key = it.next().getKey();
      if (!known.contains(key)) {
        throw new BadRequestException(
            "'" + prefix + shown(key) + "' is not known here; known are " + new TreeSet<>(known));
      }
    }
    return this;
  }

  public boolean has(String key) {
    return json.hasNonNull(key);
  }

  /** The text; empty if it is not there. */
  public Optional<String> text(String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new BadRequestException("'" + prefix + key + "' must be a text");
    }
    return Optional.of(Text.canonical(value.asText()));
  }

  /** The text, which must be there. */
  public String required(String key, String expected) {
    return text(key)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () ->
                new BadRequestException("'" + prefix + key + "' is missing: it names " + expected));
  }

  /**
   * A whole number.
   *
   * @param preset if it is not there
   */
  public int number(String key, int preset, int least, int most) {
    JsonNode number = json.path(key);
    if (number.isMissingNode() || number.isNull()) {
      return preset;
    }
    if (!number.isIntegralNumber() || number.asLong() < least || number.asLong() > most) {
      throw new BadRequestException(
          "'" + prefix + key + "' must be a number from " + least + " to " + most);
    }
    return number.asInt();
  }

  /** A record's number, as text or number. */
  public RecordId id(String key) {
    return id(key, json.path(key));
  }

  /** Several records' numbers, each once. */
  public List<RecordId> ids(String key, int most) {
    JsonNode listed = json.path(key);
    if (!listed.isArray() || listed.isEmpty() || listed.size() > most) {
      throw new BadRequestException(
          "'" + prefix + key + "' must be a list of 1 to " + most + " records' numbers");
    }
    Set<RecordId> ids = new LinkedHashSet<>();
    listed.forEach(one -> ids.add(id(key, one)));
    return List.copyOf(ids);
  }

  private RecordId id(String key, JsonNode id) {
    String text = id.isIntegralNumber() || id.isTextual() ? Text.canonical(id.asText()) : "";
    // With zeros in front it would be another name for the same record.
    if (!text.matches("[1-9][0-9]{0,18}")) {
      throw new BadRequestException(
          "'"
              + prefix
              + key
              + "' must be the record's number as its system shows it, such as \"4711\"");
    }
    return new RecordId(text);
  }

  public SystemName system(String key) {
    String system = text(key).orElse("");
    for (SystemName name : SystemName.values()) {
      if (name.key().equals(system)) {
        return name;
      }
    }
    throw new BadRequestException(
        "'"
            + prefix
            + key
            + "' must be \"poweroffice\" or \"webcrm\", not \""
            + shown(system)
            + "\"");
  }

  /** A pair by its name. */
  public PairName pair(String key) {
    String pair = text(key).orElse("");
    for (PairName known : PairName.values()) {
      if (known.key().equals(pair)) {
        return known;
      }
    }
    throw new BadRequestException(
        "'"
            + prefix
            + key
            + "' must be customers, departments, contact-persons or supplier-persons, not \""
            + shown(pair)
            + "\"");
  }

  /** Whether anything is to be written: {@code "mode"}. */
  public Mode mode() {
    String mode = text("mode").orElse("apply");
    for (Mode known : Mode.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(mode)) {
        return known;
      }
    }
    throw new BadRequestException(
        "'mode' must be \"apply\" or \"plan\", not \"" + shown(mode) + "\"");
  }

  /** What the caller sent, short enough to be shown, in one line. */
  public static String shown(String text) {
    String line = text.replaceAll("[\\p{C}\\p{Z}]", " ");
    return line.length() <= LONGEST_SHOWN ? line : Text.cut(line, LONGEST_SHOWN) + "...";
  }
}
