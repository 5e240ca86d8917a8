package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import no.tandem.sync.Mode;
import no.tandem.sync.Report;
import no.tandem.sync.Sync;
import org.jspecify.annotations.Nullable;

/** Runs a pair's function: reads the call, lets one run at a time through, answers the report. */
@ApplicationScoped
public class PairRuns {
  private final Settings settings;
  private final Map<String, Lock> oneAtATime = new ConcurrentHashMap<>();

  PairRuns(Settings settings) {
    this.settings = settings;
  }

  /**
   * Runs the pair once.
   *
   * @param sync makes the run for the mode
   * @throws BadRequestException if the JSON is not as documented
   */
  public ReportJson run(PairName pair, @Nullable JsonNode json, Function<Mode, Sync> sync) {
    Call call = Call.of(json);
    String tenant = call.tenant().orElse(settings.tenant());
    if (!tenant.equals(settings.tenant())) {
      throw new BadRequestException(
          "The tenant is not known here; this deployment serves \"" + settings.tenant() + "\"");
    }
    Lock lock = oneAtATime.computeIfAbsent(tenant + "/" + pair.key(), key -> new ReentrantLock());
    lock.lock();
    try {
      Report report = sync.apply(call.mode()).run(call.trigger());
      return ReportJson.of(report);
    } finally {
      lock.unlock();
    }
  }
}
