package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Runs a pair's function: reads the call, lets one run at a time through, answers the report. */
@Singleton
public final class PairRuns {
  private final Settings settings;
  private final Connections connections;
  private final Map<String, Lock> oneAtATime = new ConcurrentHashMap<>();

  PairRuns(Settings settings, Connections connections) {
    this.settings = settings;
    this.connections = connections;
  }

  /**
   * Runs the pair once; waits while another run of it for the same tenant goes on.
   *
   * @param json {@code {"sweep": "changes"}}, {@code {"sweep": "full"}} or {@code {"changed":
   *     {"system": "webcrm", "id": "4711"}}}, with optional {@code "mode": "plan"} and {@code
   *     "tenant"}
   * @throws BadRequestException if the JSON is not as documented
   */
  public ReportJson run(PairDefinition pair, @Nullable JsonNode json) {
    Call call = Call.of(json);
    String tenant = call.tenant().orElse(settings.tenant());
    if (!tenant.equals(settings.tenant())) {
      throw new BadRequestException(
          "The tenant is not known here; this deployment serves \"" + settings.tenant() + "\"");
    }
    Lock lock =
        oneAtATime.computeIfAbsent(tenant + "/" + pair.name().key(), key -> new ReentrantLock());
    lock.lock();
    try {
      return ReportJson.of(connections.sync(pair, call.mode()).run(call.trigger()));
    } finally {
      lock.unlock();
    }
  }
}
