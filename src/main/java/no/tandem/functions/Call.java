package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.Trigger;
import no.tandem.sync.report.Mode;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/**
 * What a pair function is called with.
 *
 * @param trigger without the records, where these are what hooks have named
 * @param hooks whether it is about what hooks have named
 * @param cause what makes the run, in words for an operator
 * @param tenant the tenant named in the call, if any
 * @param approve the revision of the pair's proposal that a person says yes to
 */
record Call(
    Trigger trigger,
    boolean hooks,
    String cause,
    Mode mode,
    Optional<String> tenant,
    Optional<String> approve) {
  private static final String EXAMPLES =
      "{\"sweep\":\"changes\"}, {\"sweep\":\"full\"} or"
          + " {\"changed\":{\"system\":\"webcrm\",\"id\":\"4711\"}}";
  private static final Set<String> KNOWN =
      Set.of("sweep", "changed", "turn", "hooks", "mode", "tenant", "approve");

  /** Carries on with what a person has decided of the pair's proposal. */
  static final String TURN = "{\"turn\":\"proposal\"}";

  /** Looks at the records that hooks have named. */
  public static final String HOOKS = "{\"hooks\":\"named\"}";

  /**
   * Reads the JSON.
   *
   * @throws BadRequestException if it is not as documented
   */
  static Call of(@Nullable JsonNode json) {
    JsonCall call = JsonCall.of(json, KNOWN, EXAMPLES);
    Optional<String> approve = approve(call);
    String approved = approve.map(revision -> ", approved " + revision).orElse("");
    if (call.text("turn").isPresent()) {
      return new Call(
          new Trigger.Turn(), false, "turn", call.mode(), call.text("tenant"), Optional.empty());
    }
    if (call.text("hooks").isPresent()) {
      return new Call(
          new Trigger.Changed(SystemName.WEBCRM, Set.of()),
          true,
          "hooks",
          call.mode(),
          call.text("tenant"),
          Optional.empty());
    }
    Optional<String> sweep = call.text("sweep");
    if (sweep.isPresent() == call.has("changed")) {
      throw new BadRequestException(
          (sweep.isPresent()
                  ? "Send either 'sweep' or 'changed', not both"
                  : "'sweep' or 'changed' is missing")
              + "; for example "
              + EXAMPLES);
    }
    if (sweep.isPresent()) {
      return switch (sweep.get()) {
        case "changes" ->
            new Call(
                new Trigger.Sweep(Trigger.Extent.CHANGES),
                false,
                "sweep for changes" + approved,
                call.mode(),
                call.text("tenant"),
                approve);
        case "full" ->
            new Call(
                new Trigger.Sweep(Trigger.Extent.FULL),
                false,
                "full sweep" + approved,
                call.mode(),
                call.text("tenant"),
                approve);
        default ->
            throw new BadRequestException(
                "'sweep' must be \"changes\" or \"full\", not \""
                    + JsonCall.shown(sweep.get())
                    + "\"");
      };
    }
    JsonCall changed = call.object("changed", Set.of("system", "id"), EXAMPLES);
    Trigger.Changed trigger = new Trigger.Changed(changed.system("system"), changed.id("id"));
    return new Call(
        trigger,
        false,
        "hint that " + changed.system("system") + " " + changed.id("id") + " changed",
        call.mode(),
        call.text("tenant"),
        approve);
  }

  private static Optional<String> approve(JsonCall call) {
    Optional<String> approve = call.text("approve");
    if (approve.filter(revision -> !revision.matches("[0-9a-f]{16}")).isPresent()) {
      throw new BadRequestException(
          "'approve' must be the revision that a sweep reported: 16 digits and letters");
    }
    return approve;
  }
}
