package no.tandem.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.Failures;
import no.tandem.functions.JsonCall;
import no.tandem.functions.Queues;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.Trace;
import no.tandem.remote.Waiting;
import no.tandem.settings.InvalidSettingsException;
import no.tandem.settings.PairName;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Leaves sweeps in a pair's queue: one for each tenant whose turn it is. */
public final class ScheduleFunction {
  private static final Logger LOG = Logger.getLogger(ScheduleFunction.class);
  private static final String EXAMPLE = "{\"pair\":\"customers\",\"sweep\":\"changes\"}";

  /** The messages of one minute are divided into this many parts at most. */
  private static final int MOST_BATCHES = 24;

  private final Queues queues;
  private final TenantSettings settings;
  private final Waiting waiting;

  public ScheduleFunction(Queues queues, TenantSettings settings, Waiting waiting) {
    this.queues = queues;
    this.settings = settings;
    this.waiting = waiting;
  }

  /**
   * What was left.
   *
   * @param sweeps how many
   * @param refused how many tenants were left out because their settings are wrong
   */
  @RegisterForReflection
  public record Left(int sweeps, int refused) {}

  /**
   * Leaves the sweeps, spread over most of a minute. The same schedule for the same minute leaves
   * them once.
   *
   * @param json {@code {"pair": "customers", "sweep": "changes"}} or {@code "full"}; optional
   *     {@code "at"}: the moment that the call was planned for, which may be a little earlier than
   *     now; {@code "every"}: how many minutes come before the next such call; for full sweeps also
   *     {@code "from"} and {@code "hours"}: the time of day (UTC) over which the tenants are spread
   * @throws BadRequestException if the JSON is not as documented
   */
  @Funq("schedule")
  public Left leave(@Nullable JsonNode json) {
    return Trace.ofCall().over(() -> Failures.logged("schedule", settings, () -> left(json)));
  }

  private Left left(@Nullable JsonNode json) {
    JsonCall call =
        JsonCall.of(json, Set.of("pair", "sweep", "at", "every", "from", "hours"), EXAMPLE);
    PairName pair = call.pair("pair");
    if (!queues.has(pair)) {
      throw new BadRequestException(
          "There is no queue for " + pair.key() + " to leave sweeps in: call its function itself");
    }
    String sweep = call.required("sweep", "changes or full");
    Instant at = at(call).truncatedTo(ChronoUnit.MINUTES);
    int every = call.number("every", 1, 1, 60);
    Set<String> names = settings.names();
    long minute = at.getEpochSecond() / 60;
    int interval =
        switch (sweep) {
          case "changes" ->
              Math.max(
                  every,
                  Pacing.interval(names.size(), settings.deployment().powerOfficePerSecond()));
          case "full" -> 60 * call.number("hours", 0, 0, 24);
          default ->
              throw new BadRequestException(
                  "'sweep' must be changes or full; for example " + EXAMPLE);
        };
    if (sweep.equals("full")) {
      // Minutes of the night, so that a night that is longer than its schedule reaches everybody.
      int start = 60 * call.number("from", 0, 0, 23);
      minute =
          Math.floorMod(
              at.atOffset(ZoneOffset.UTC).get(ChronoField.MINUTE_OF_DAY) - start, 24 * 60);
    }
    List<String> due = new ArrayList<>();
    for (String tenant : names) {
      if (interval == 0 || Pacing.isDue(tenant, pair, minute, every, interval)) {
        due.add(tenant);
      }
    }
    List<String> usable = due.stream().filter(this::isUsable).toList();
    send(pair, usable, sweep, at);
    return new Left(usable.size(), due.size() - usable.size());
  }

  private Instant at(JsonCall call) {
    Optional<String> at = call.text("at");
    try {
      return at.map(Instant::parse).orElse(waiting.clock().instant());
    } catch (DateTimeException e) {
      throw new BadRequestException("'at' must be a moment such as 2026-01-31T12:00:00Z");
    }
  }

  private boolean isUsable(String tenant) {
    try {
      return settings.of(tenant).tenant().equals(tenant);
    } catch (InvalidSettingsException e) {
      LOG.errorf("%s is not swept: %s", tenant, e.getMessage());
      return false;
    }
  }

  private void send(PairName pair, List<String> tenants, String sweep, Instant at) {
    String body = JsonNodeFactory.instance.objectNode().put("sweep", sweep).toString();
    String id = sweep + "-" + at.getEpochSecond();
    int size = Math.ceilDiv(Math.max(1, tenants.size()), MOST_BATCHES);
    Duration pause = Pacing.pause(Math.ceilDiv(tenants.size(), size));
    for (int from = 0; from < tenants.size(); from += size) {
      if (from > 0) {
        waiting.pause(pause);
      }
      queues.sendAll(pair, tenants.subList(from, Math.min(from + size, tenants.size())), id, body);
    }
  }
}
