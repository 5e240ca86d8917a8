package no.tandem.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.JsonCall;
import no.tandem.functions.PairName;
import no.tandem.functions.Queues;
import no.tandem.functions.Settings;
import no.tandem.functions.Trace;
import org.jspecify.annotations.Nullable;

/** Leaves a sweep in a pair's queue, for every tenant. */
public final class ScheduleFunction {
  private static final String EXAMPLE = "{\"pair\":\"customers\",\"sweep\":\"changes\"}";

  private final Queues queues;
  private final Settings settings;
  private final Clock clock;

  ScheduleFunction(Queues queues, Settings settings, Clock clock) {
    this.queues = queues;
    this.settings = settings;
    this.clock = clock;
  }

  /** How many sweeps were left. */
  @RegisterForReflection
  public record Left(int sweeps) {}

  /**
   * Leaves the sweeps. The same schedule within the same minute leaves them once.
   *
   * @param json {@code {"pair": "customers", "sweep": "changes"}} or {@code "full"}
   * @throws BadRequestException if the JSON is not as documented
   */
  @Funq("schedule")
  public Left leave(@Nullable JsonNode json) {
    JsonCall call = JsonCall.of(json, Set.of("pair", "sweep"), EXAMPLE);
    PairName pair = call.pair("pair");
    String sweep = call.required("sweep", "changes or full");
    if (!Set.of("changes", "full").contains(sweep)) {
      throw new BadRequestException("'sweep' must be changes or full; for example " + EXAMPLE);
    }
    String body = JsonNodeFactory.instance.objectNode().put("sweep", sweep).toString();
    long minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).getEpochSecond();
    return Trace.ofCall()
        .over(
            () -> {
              queues.send(pair, settings.tenant(), sweep + "-" + minute, body);
              return new Left(1);
            });
  }
}
