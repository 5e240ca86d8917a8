package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import no.tandem.sync.Links;
import no.tandem.sync.Mode;
import no.tandem.sync.Report;
import no.tandem.sync.Run;
import no.tandem.sync.Trigger;
import org.jspecify.annotations.Nullable;

/** Runs a pair's function: reads the call, lets one run at a time through, answers the report. */
@Singleton
public final class PairRuns {
  /** Runs are named by their moment. */
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Settings settings;
  private final Connections connections;
  private final Map<String, Lock> oneAtATime = new ConcurrentHashMap<>();

  public PairRuns(Settings settings, Connections connections) {
    this.settings = settings;
    this.connections = connections;
  }

  /**
   * Runs the pair once; waits while another run of it for the same tenant goes on.
   *
   * @param json {@code {"sweep": "changes"}}, {@code {"sweep": "full"}} or {@code {"changed":
   *     {"system": "webcrm", "id": "4711"}}}, with optional {@code "mode": "plan"}, {@code
   *     "tenant"} and, for a sweep that stopped itself, {@code "approve": "<fingerprint>"}
   * @throws BadRequestException if the JSON is not as documented
   */
  public ReportJson run(PairDefinition pair, @Nullable JsonNode json) {
    Call call = Call.of(json);
    checkTenant(call.tenant());
    return ReportJson.of(run(pair, call.trigger(), call.mode(), call.cause(), call.approve()));
  }

  /**
   * The same, for a call that was read already.
   *
   * @param cause what made the run, in words for an operator
   * @param approved the fingerprint of a stopped sweep that may go ahead
   */
  public Report run(
      PairDefinition pair, Trigger trigger, Mode mode, String cause, Optional<String> approved) {
    Lock lock =
        oneAtATime.computeIfAbsent(
            settings.tenant() + "/" + pair.name().key(), key -> new ReentrantLock());
    lock.lock();
    try {
      String id = pair.name().key() + "-" + RUN.format(connections.clock().instant());
      return connections.sync(pair, new Run(mode, id, cause, approved)).run(trigger);
    } finally {
      lock.unlock();
    }
  }

  /** What is stored of the pair. */
  public Links links(PairDefinition pair) {
    return connections.links(pair);
  }

  /** The tenant that is served here. */
  public String tenant() {
    return settings.tenant();
  }

  /**
   * Checks the tenant that a call names.
   *
   * @throws BadRequestException if it is not served here
   */
  public void checkTenant(Optional<String> tenant) {
    if (tenant.filter(name -> !name.equals(settings.tenant())).isPresent()) {
      throw new BadRequestException(
          "The tenant is not known here; this deployment serves \"" + settings.tenant() + "\"");
    }
  }
}
