package no.tandem.simulation;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.TestClock;

/**
 * No mass change passes without a person's approval, whatever brings it. {@link Unapproved} counts.
 */
final class Approved implements Promise {
  private final TestClock time;
  private final Systems systems;
  private final Ledger ledger;
  private final Table table;
  private final Unapproved unapproved;
  private final Map<String, Instant> begunAt = new HashMap<>();

  /** The first record that was made for a creation, by link: it stands for what is made again. */
  private final Map<String, Systems.Key> firstMade = new HashMap<>();

  /** Links whose creation was begun because a person asked for it, whoever ends it. */
  private final Set<String> askedFor = new HashSet<>();

  /** Records that were active when they were last about to be written. */
  private final Set<Systems.Key> wereActive = new HashSet<>();

  Approved(TestClock time, Systems systems, Ledger ledger, Table table, Unapproved unapproved) {
    this.time = time;
    this.systems = systems;
    this.ledger = ledger;
    this.table = table;
    this.unapproved = unapproved;
  }

  @Override
  public Optional<String> aboutToWrite(
      Instance process, Systems.Key record, Map<String, String> sent) {
    if (isActive(record)) {
      wereActive.add(record);
    } else {
      wereActive.remove(record);
    }
    return Optional.empty();
  }

  private boolean isActive(Systems.Key key) {
    return systems.find(key).filter(record -> Systems.isActive(key, record)).isPresent();
  }

  @Override
  public Optional<String> written(Instance process, Write write) {
    Systems.Key record = write.record();
    boolean isRemoval = !write.isCreation() && wereActive.remove(record) && !isActive(record);
    table
        .linkOf(record, write.source())
        .filter(link -> !(write.isCreation() && askedFor.contains(link.name())))
        .ifPresent(
            link -> {
              long active = table.activeLinks(link.pair());
              unapproved.written(
                  process,
                  link.pair(),
                  link.left(),
                  write.isCreation()
                      ? firstMade.computeIfAbsent(link.name(), name -> record)
                      : record,
                  active,
                  write.isCreation() ? begunAt(link) : time.instant());
              if (isRemoval) {
                unapproved.removed(
                    process, link.pair(), link.left(), record, active, time.instant());
              }
            });
    return Optional.empty();
  }

  /** A creation had its room in the budget when it was begun, however often it is tried. */
  private Instant begunAt(Stored link) {
    return begunAt.getOrDefault(link.name(), time.instant());
  }

  @Override
  public Optional<String> stored(Instance process, Change change) {
    if (change.becomes("CREATING")) {
      begunAt.put(change.key(), time.instant());
      firstMade.remove(change.key());
      if (process.isForAPerson()) {
        askedFor.add(change.key());
      } else {
        askedFor.remove(change.key());
      }
    }
    if (change.becomes("ENDED") && !process.isAskedTo("forget")) {
      countEnded(process, change.key());
    }
    return Optional.empty();
  }

  /** Excused: a link that a run has made only to end it was none. */
  private void countEnded(Instance process, String name) {
    boolean wasLinked =
        ledger.linkedAt(name).filter(at -> at.isBefore(process.readsFrom())).isPresent();
    table
        .link(name)
        .filter(link -> wasLinked && !link.isHolder())
        .ifPresent(
            link ->
                unapproved.ended(
                    process,
                    link.pair(),
                    link.leftKey(),
                    link.rightKey().orElseThrow(),
                    table.activeLinks(link.pair()) + 1,
                    time.instant()));
  }
}
