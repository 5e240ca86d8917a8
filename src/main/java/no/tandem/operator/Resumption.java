package no.tandem.operator;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairRuns;
import no.tandem.settings.PairName;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.UpdateWatch;
import no.tandem.sync.report.Mode;
import no.tandem.sync.side.RecordId;
import org.jboss.logging.Logger;

/**
 * A person says that changes may be sent to webCRM again, after one has emptied fields that it did
 * not name. The next one is watched as the first one was.
 */
final class Resumption {
  private static final Logger LOG = Logger.getLogger(Resumption.class);

  private final PairRuns runs;
  private final Map<PairName, PairDefinition> pairs;
  private final String tenant;
  private final Clock clock;

  Resumption(PairRuns runs, Map<PairName, PairDefinition> pairs, String tenant, Clock clock) {
    this.runs = runs;
    this.pairs = pairs;
    this.tenant = tenant;
    this.clock = clock;
  }

  /** Does it, and says what was done. */
  List<String> answer(OperatorCall call) {
    PairDefinition pair = Optional.ofNullable(pairs.get(call.pair())).orElseThrow();
    PairStore stored = runs.stored(tenant, pair);
    UpdateWatch seen = stored.runState().watch();
    String kind = pair.right().entity();
    if (seen.state() != UpdateWatch.State.REPLACES) {
      return List.of("Changes to webCRM's " + kind + "s are not stopped.");
    }
    if (!seen.filled().isEmpty()) {
      return List.of("What was emptied is still being put back; call again in a few minutes.");
    }
    String which =
        seen.record().map(id -> " of webCRM " + id).orElse("")
            + ": "
            + String.join(", ", seen.emptied().stream().sorted().toList());
    if (call.mode() == Mode.PLAN) {
      return List.of("They would go on. What was seen are emptied fields" + which + ".");
    }
    if (stored.runState().saveWatch(seen, seen.begunAgain()).isEmpty()) {
      return List.of("Another run is at it; call again in a minute.");
    }
    seen.record().ifPresent(id -> record(stored.links(), id, call.by()));
    LOG.warnf("%s: an operator lets changes to webCRM's %ss go on", tenant, kind);
    return List.of(
        "Changes to webCRM's "
            + kind
            + "s go on with the next sweep; the first ones are watched. What was seen were emptied"
            + " fields"
            + which
            + ".");
  }

  /** In the history of the record whose fields were emptied, whichever pair it belongs to. */
  private void record(LinkReader links, RecordId right, Optional<String> by) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Optional.ofNullable(links.claims(Set.of(right)).get(right))
        .ifPresent(
            claim ->
                pairs.values().stream()
                    .filter(pair -> pair.name().key().equals(claim.pair()))
                    .map(pair -> runs.stored(tenant, pair).history())
                    .forEach(its -> its.record(entry(claim.key(), right, now, by))));
  }

  private static HistoryEntry entry(LinkKey key, RecordId right, Instant at, Optional<String> by) {
    return new HistoryEntry(
        key,
        Optional.of(right),
        at,
        0,
        "resume",
        "operator: resume",
        by,
        Outcome.UPDATE,
        true,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of("Changes are sent to webCRM again"),
        Optional.empty(),
        Optional.empty());
  }
}
