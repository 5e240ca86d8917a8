package no.tandem.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.JsonCall;
import no.tandem.settings.PairName;
import no.tandem.sync.report.Mode;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * What the operator function is called with: one shape for everything.
 *
 * @param action what is asked for
 */
record OperatorCall(What action, JsonCall json, Mode mode, Optional<String> tenant) {
  /** How many records one call may name. */
  static final int MOST_RECORDS = 1_000;

  private static final int LONGEST_NAME = 100;

  private static final String EXAMPLE =
      "{\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":\"57\"}";
  private static final Set<String> KNOWN =
      Set.of(
          "action",
          "pair",
          "system",
          "id",
          "ids",
          "entry",
          "property",
          "run",
          "how",
          "to",
          "side",
          "by",
          "fingerprint",
          "address",
          "revision",
          "entries",
          "from",
          "mode",
          "tenant");

  /** What is asked for. */
  enum What {
    EXPLAIN(false),
    RESTORE(true),
    UNDO(true),
    RESOLVE(true),
    FORGET(true),
    CONFIRM_TENANT(true),
    RESUME(true),
    PROPOSAL(false),
    APPROVE(true),
    REFUSE(true),
    WEBHOOKS(false),
    CHECK(false);

    private final boolean kept;

    /**
     * @param kept whether the history keeps it, and so needs to know who asked for it
     */
    What(boolean kept) {
      this.kept = kept;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Reads the JSON.
   *
   * @throws BadRequestException if it is not as documented
   */
  static OperatorCall of(@Nullable JsonNode json) {
    JsonCall call = JsonCall.of(json, KNOWN, EXAMPLE);
    OperatorCall read = new OperatorCall(action(call), call, call.mode(), call.text("tenant"));
    read.by();
    return read;
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

  /** Whether it names a list of records, which is then answered record by record. */
  boolean isList() {
    if (json.has("id") && json.has("ids")) {
      throw new BadRequestException("Send either 'id' or 'ids', not both");
    }
    return json.has("ids");
  }

  /** The records that it is about. */
  List<RecordId> ids() {
    return isList() ? json.ids("ids", MOST_RECORDS) : List.of(id());
  }

  /**
   * Who asks; always there where something is to be changed.
   *
   * @throws BadRequestException if it is missing
   */
  Optional<String> by() {
    Optional<String> by = json.text("by").filter(name -> !name.isEmpty());
    if (by.isEmpty() && action.kept && mode == Mode.APPLY) {
      throw new BadRequestException(
          "'by' is missing: it names the person who asks for it, and is kept in the history");
    }
    boolean readable =
        by.orElse("").length() <= LONGEST_NAME
            && by.orElse("").chars().noneMatch(Character::isISOControl);
    if (!readable) {
      throw new BadRequestException(
          "'by' must be a name of at most " + LONGEST_NAME + " characters, without line ends");
    }
    return by;
  }

  private static What action(JsonCall call) {
    String action = call.text("action").orElse("");
    for (What known : What.values()) {
      if (known.key().equals(action)) {
        return known;
      }
    }
    throw new BadRequestException(
        "'action' must be one of "
            + Stream.of(What.values()).map(What::key).collect(Collectors.joining(", "))
            + ", not \""
            + JsonCall.shown(action)
            + "\"; for example "
            + EXAMPLE);
  }
}
