package no.tandem.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import no.tandem.TestClock;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.settings.PairName;
import no.tandem.settings.Settings;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** All that Tandem promises. What it does is noted in the ledger, and each promise is asked. */
final class Promises {
  private final Simulation simulation;
  private final Ledger ledger;
  private final Table table;
  private final Intents intents;
  private final List<Promise> all;

  Promises(
      Simulation simulation,
      TestClock time,
      Systems systems,
      InMemoryDynamoDb database,
      Ledger ledger,
      Table table,
      Weather weather,
      Settings settings) {
    this.simulation = simulation;
    this.ledger = ledger;
    this.table = table;
    this.intents = new Intents(systems, ledger, table);
    this.all =
        List.of(
            new Limit(time, settings),
            new Fresh(),
            new ChangesOnly(systems, ledger),
            new StoredFirst(ledger, table),
            new Intent(),
            new Once(systems, ledger, table, intents),
            new NotMade(ledger),
            new Identity(ledger, table),
            new Approved(
                time,
                systems,
                ledger,
                table,
                new Unapproved(simulation, database, settings.budget())),
            new Explained(ledger),
            new Remembers(systems, table),
            new Counterpart(systems, ledger, table),
            new Verified(ledger, table),
            new Cursor(systems, ledger, table, settings.pair(PairName.CUSTOMERS).creates()),
            new History(),
            new TrueConflict(ledger),
            new Unique(table),
            new Claims(table),
            new Arrives(systems, ledger, weather),
            new Rest(systems, table, weather),
            new LastEdit(systems, ledger, table),
            new Agree(systems, ledger),
            new TrueReason(systems, ledger),
            new Outcome(systems, table));
  }

  private void ask(Function<Promise, Optional<String>> moment) {
    for (Promise promise : all) {
      Optional<String> broken = moment.apply(promise);
      if (broken.isPresent()) {
        throw simulation.failed(new Violation(promise.rule(), broken.get()));
      }
    }
  }

  // --- what Tandem sends and writes ---

  void sent(Instance process, SystemName system) {
    ask(promise -> promise.sent(process, system));
  }

  void aboutToWrite(Instance process, Systems.Key key, Map<String, String> sent) {
    ask(promise -> promise.aboutToWrite(process, key, sent));
  }

  /** It was created by itself: for the intent that was stored last. */
  void createdByTandem(Instance process, Systems.Key key) {
    List<String> open = process.intents();
    created(process, key, open.isEmpty() ? Optional.empty() : Optional.of(open.getLast()));
  }

  /** They were created in one call: each for another one of the intents that are open. */
  void createdTogether(Instance process, List<Systems.Key> keys) {
    Map<Systems.Key, String> each = intents.assigned(keys, process.intents(), process.readsFrom());
    keys.forEach(key -> created(process, key, Optional.ofNullable(each.get(key))));
  }

  private void created(Instance process, Systems.Key key, Optional<String> intent) {
    ask(promise -> promise.created(process, key, intent));
    Write write = ledger.created(process, key, intent.orElseThrow());
    if (!Intents.isHolder(intent.orElseThrow())) {
      written(process, write);
    }
  }

  void changedByTandem(Instance process, Systems.Key key) {
    Optional<Systems.Key> counterpart = table.counterpart(key);
    ask(promise -> promise.changed(process, key, counterpart));
    written(process, ledger.changed(process, key, counterpart.orElseThrow()));
  }

  private void written(Instance process, Write write) {
    simulation.trace(
        "  " + process + (write.isCreation() ? " created " : " wrote ") + write.record());
    ask(promise -> promise.written(process, write));
  }

  // --- what Tandem stores ---

  /** After a store call: what changed in the table is looked at. */
  void stored(Instance process) {
    List<Change> changes = ledger.changes();
    for (Change change : changes) {
      trace(process, change);
      ledger.stored(process, change);
      ask(promise -> promise.stored(process, change));
    }
    if (!changes.isEmpty()) {
      ask(Promise::tableChanged);
    }
  }

  private void trace(Instance process, Change change) {
    if (!change.isLink() || change.isErased()) {
      return;
    }
    Map<String, AttributeValue> item = change.item();
    simulation.trace(
        "  "
            + process
            + " stored "
            + change.key()
            + " "
            + item.get("state").s()
            + change.text("right").map(right -> " -> " + right).orElse("")
            + Optional.ofNullable(item.get("hold"))
                .map(h -> " (" + h.m().get("kind").s() + ": " + h.m().get("reason").s() + ")")
                .orElse(""));
  }

  // --- at the end ---

  /** After some quiet sweeps. */
  void calmForAWhile(Set<String> stoppedPairs) {
    List<Stored> links = table.linksOfPairsBut(stoppedPairs);
    ask(promise -> promise.calmForAWhile(links));
  }

  /** Once everything has come to rest. */
  void atRest(Set<String> stoppedPairs, Set<SystemName> creates) {
    Promise.AtRest world =
        new Promise.AtRest(table.linksOfPairsBut(stoppedPairs), stoppedPairs, creates);
    ask(promise -> promise.atRest(world));
  }
}
