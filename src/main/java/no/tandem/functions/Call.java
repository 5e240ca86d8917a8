package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.sync.Mode;
import no.tandem.sync.RecordId;
import no.tandem.sync.SystemName;
import no.tandem.sync.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * What a pair function is called with.
 *
 * @param tenant the tenant named in the call, if any
 * @param approve the fingerprint of a stopped sweep that may go ahead
 */
record Call(Trigger trigger, Mode mode, Optional<String> tenant, Optional<String> approve) {
  private static final String EXAMPLES =
      "{\"sweep\":\"changes\"}, {\"sweep\":\"full\"} or"
          + " {\"changed\":{\"system\":\"webcrm\",\"id\":\"4711\"}}";
  private static final Set<String> KNOWN = Set.of("sweep", "changed", "mode", "tenant", "approve");

  /**
   * Reads the JSON.
   *
   * @throws BadRequestException if it is not as documented
   */
  static Call of(@Nullable JsonNode json) {
    if (json == null || json.isNull() || json.isMissingNode()) {
      throw new BadRequestException("The body is empty; send " + EXAMPLES);
    }
    if (!json.isObject()) {
      throw new BadRequestException("The body must be a JSON object, such as " + EXAMPLES);
    }
    refuseUnknown(json, KNOWN, "");
    return new Call(trigger(json), mode(json), text(json, "tenant"), approve(json));
  }

  private static Trigger trigger(JsonNode json) {
    Optional<String> sweep = text(json, "sweep");
    JsonNode changed = json.path("changed");
    boolean hasChanged = json.hasNonNull("changed");
    if (sweep.isPresent() == hasChanged) {
      throw new BadRequestException(
          (hasChanged
                  ? "Send either 'sweep' or 'changed', not both"
                  : "'sweep' or 'changed' is missing")
              + "; for example "
              + EXAMPLES);
    }
    if (sweep.isPresent()) {
      return switch (sweep.get()) {
        case "changes" -> new Trigger.Sweep(Trigger.Extent.CHANGES);
        case "full" -> new Trigger.Sweep(Trigger.Extent.FULL);
        default ->
            throw new BadRequestException(
                "'sweep' must be \"changes\" or \"full\", not \"" + shown(sweep.get()) + "\"");
      };
    }
    if (!changed.isObject()) {
      throw new BadRequestException("'changed' must be an object; for example " + EXAMPLES);
    }
    refuseUnknown(changed, Set.of("system", "id"), "changed.");
    return new Trigger.Changed(system(changed), id(changed));
  }

  private static SystemName system(JsonNode changed) {
    String system = text(changed, "system").orElse("");
    for (SystemName name : SystemName.values()) {
      if (name.key().equals(system)) {
        return name;
      }
    }
    throw new BadRequestException(
        "'changed.system' must be \"poweroffice\" or \"webcrm\", not \"" + shown(system) + "\"");
  }

  private static RecordId id(JsonNode changed) {
    JsonNode id = changed.path("id");
    String text = id.isIntegralNumber() || id.isTextual() ? id.asText().strip() : "";
    if (!text.matches("[0-9]{1,19}")) {
      throw new BadRequestException("'changed.id' must be the record's number, such as \"4711\"");
    }
    return new RecordId(text);
  }

  private static Optional<String> approve(JsonNode json) {
    Optional<String> approve = text(json, "approve").map(String::strip);
    if (approve.filter(fingerprint -> !fingerprint.matches("[0-9a-f]{16}")).isPresent()) {
      throw new BadRequestException(
          "'approve' must be the fingerprint that a stopped sweep reported: 16 digits and letters");
    }
    if (approve.isPresent() && !json.hasNonNull("sweep")) {
      throw new BadRequestException("'approve' goes with 'sweep': the same sweep that stopped");
    }
    return approve;
  }

  /** What made the run, in words for an operator. */
  String cause() {
    String what =
        switch (trigger) {
          case Trigger.Sweep sweep ->
              sweep.extent() == Trigger.Extent.FULL ? "full sweep" : "sweep for changes";
          case Trigger.Changed changed -> "hook: " + changed.system() + " " + changed.id();
          case Trigger.Edit edit -> "operator";
          case Trigger.Settle settle -> "operator";
        };
    return what + approve.map(fingerprint -> ", approved " + fingerprint).orElse("");
  }

  private static Mode mode(JsonNode json) {
    String mode = text(json, "mode").orElse("apply");
    for (Mode known : Mode.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(mode)) {
        return known;
      }
    }
    throw new BadRequestException(
        "'mode' must be \"apply\" or \"plan\", not \"" + shown(mode) + "\"");
  }

  private static Optional<String> text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new BadRequestException("'" + key + "' must be a text");
    }
    return Optional.of(value.asText());
  }

  private static void refuseUnknown(JsonNode json, Set<String> known, String prefix) {
    for (Iterator<Map.Entry<String, JsonNode>> it = json.properties().iterator(); it.hasNext(); ) {
      String key = it.next().getKey();
      if (!known.contains(key)) {
        throw new BadRequestException(
            "'" + prefix + shown(key) + "' is not known here; known are " + new TreeSet<>(known));
      }
    }
  }

  /** What the caller sent, short enough to be shown. */
  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
