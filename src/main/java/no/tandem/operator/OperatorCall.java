package no.tandem.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.JsonCall;
import no.tandem.functions.PairName;
import no.tandem.sync.Mode;
import no.tandem.sync.RecordId;
import no.tandem.sync.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * What the operator function is called with: one shape for everything.
 *
 * @param action explain, restore, undo, resolve, forget or webhooks
 */
record OperatorCall(What action, JsonCall json, Mode mode, Optional<String> tenant) {
  private static final String EXAMPLE =
      "{\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":\"57\"}";
  private static final Set<String> KNOWN =
      Set.of(
          "action",
          "pair",
          "system",
          "id",
          "entry",
          "property",
          "run",
          "how",
          "to",
          "side",
          "address",
          "mode",
          "tenant");

  /** What is asked for. */
  enum What {
    EXPLAIN,
    RESTORE,
    UNDO,
    RESOLVE,
    FORGET,
    WEBHOOKS;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads the JSON.
   *
   * @throws BadRequestException if it is not as documented
   */
  static OperatorCall of(@Nullable JsonNode json) {
    JsonCall call = JsonCall.of(json, KNOWN, EXAMPLE);
    return new OperatorCall(action(call), call, call.mode(), call.text("tenant"));
  }

  PairName pair() {
    return json.pair("pair");
  }

  SystemName system() {
    return json.system("system");
  }

  RecordId id() {
    return json.id("id");
  }

  private static What action(JsonCall call) {
    String action = call.text("action").orElse("");
    for (What known : What.values()) {
      if (known.key().equals(action)) {
        return known;
      }
    }
    throw new BadRequestException(
        "'action' must be explain, restore, undo, resolve, forget or webhooks, not \""
            + JsonCall.shown(action)
            + "\"; for example "
            + EXAMPLE);
  }
}
