package no.tandem.sync.plan;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import no.tandem.sync.apply.Applier;
import no.tandem.sync.apply.Targets;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.MemoryLinks;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.plan.MemorySide.Write;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Timing;

/** A situation that is played through: decided and carried out, as often as asked. */
final class Rehearsal {
  private static final Instant TEN = Staged.NINE.plus(Duration.ofHours(1));

  private final Staged staged;
  private final Mode mode;
  private final MemorySide left = new MemorySide(SystemName.POWEROFFICE, TEN);
  private final MemorySide right = new MemorySide(SystemName.WEBCRM, TEN);
  private final MemoryLinks links = new MemoryLinks();

  /**
   * What one round did.
   *
   * @param stored how often something was stored
   * @param allStored whether the outcome is stored
   */
  record Round(
      Plan plan, List<Action> actions, List<Write> writes, int stored, boolean allStored) {}

  Rehearsal(Situation situation, Mode mode) {
    this.staged = new Staged(situation);
    this.mode = mode;
    left.put(Staged.LEFT, staged.left());
    right.put(Staged.RIGHT, staged.right());
    staged.link().ifPresent(this::store);
  }

  /** As it came to be: an ended link claimed its webCRM record before. */
  private void store(Link link) {
    Link before = Link.of(link.key());
    if (link.state() == Link.State.ENDED) {
      before = links.save(before, before.linkedTo(Staged.RIGHT));
    }
    links.save(before, link);
  }

  /** Decides on what is there now, and carries it out. */
  Round round() {
    int storedBefore = links.writes();
    int writtenBefore = writes().size();
    RecordState state = state();
    Plan plan = staged.decide(state.key(), state.link(), state.left(), state.right());
    Run run =
        new Run(
            mode,
            "run",
            "test",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Report.Listener.NONE);
    Pair pair = staged.pair();
    Report.Builder report =
        new Report.Builder("tenant", pair.name(), mode, run.id(), run.listener());
    boolean allStored =
        new Applier(
                    new Targets(
                        pair,
                        new BySystem<>(left, right),
                        links,
                        Timing.USUAL,
                        Clock.fixed(TEN, ZoneOffset.UTC),
                        run),
                    pair.rules(BySystem.each(system -> Lengths.UNKNOWN)),
                    new OwnWriteReader(links, Timing.USUAL, TEN),
                    UnaryOperator.identity(),
                    TEN,
                    report)
                .applyAll(List.of(new Planned(state, plan)), now -> true, TEN)
                .getFirst()
                .became()
            == Applier.Became.STORED;
    return new Round(
        plan,
        report.actions(),
        writes().subList(writtenBefore, writes().size()),
        links.writes() - storedBefore,
        allStored);
  }

  /** The record as the next sweep finds it. */
  private RecordState state() {
    Optional<Link> link = link();
    LinkKey key = link.map(Link::key).orElseGet(staged::key);
    RecordId leftId = key.left().orElse(Staged.LEFT);
    RecordId rightId = link.flatMap(Link::right).orElse(Staged.RIGHT);
    return new RecordState(key, link, left.get(leftId), right.get(rightId), Optional.empty());
  }

  // --- what there is ---

  Optional<Link> link() {
    return links.all().stream().findFirst();
  }

  Presence left() {
    return state().left();
  }

  Presence right() {
    return state().right();
  }

  /** Whether every record that was there is there, under the same id. */
  boolean staysThere() {
    return left.get(Staged.LEFT).snapshot().isPresent() == staged.left().snapshot().isPresent()
        && right.get(Staged.RIGHT).snapshot().isPresent() == staged.right().snapshot().isPresent();
  }

  List<HistoryEntry> history() {
    return links.entries();
  }

  /** Who holds the webCRM record, or did. */
  Map<RecordId, LinkReader.Claim> claims(RecordId rightId) {
    return links.claims(Set.of(rightId));
  }

  List<Write> writes() {
    List<Write> writes = new ArrayList<>(left.writes());
    writes.addAll(right.writes());
    return writes;
  }

  // --- what a plan names ---

  /** The writes that the plan names for the records as they were staged. */
  List<Write> named(Plan plan) {
    List<Write> named = new ArrayList<>();
    switch (plan) {
      case Plan.Merge merge -> {
        merge.toLeft().values().forEach(value -> named.add(value(SystemName.POWEROFFICE, value)));
        merge.toRight().values().forEach(value -> named.add(value(SystemName.WEBCRM, value)));
      }
      case Plan.Create create -> named.add(create(create.system()));
      case Plan.Reactivate reactivate ->
          named.add(update(reactivate.system(), Map.of(Staged.STATUS, "")));
      case Plan.End end -> {
        if (end.policy() == Removal.DEACTIVATE) {
          named.add(update(end.because().other(), Map.of(Staged.STATUS, Staged.INACTIVE)));
        }
      }
      case Plan.Nothing nothing -> {}
      case Plan.Forget forget -> {}
      case Plan.Recreate recreate -> {}
      case Plan.Wait wait -> {}
    }
    return named;
  }

  private static Write value(SystemName system, Optional<String> value) {
    return update(system, Map.of(Staged.column(system), value.orElse("")));
  }

  private static Write update(SystemName system, Map<String, String> columns) {
    RecordId id = system == SystemName.POWEROFFICE ? Staged.LEFT : Staged.RIGHT;
    return new Write(system, Optional.of(id), columns);
  }

  private Write create(SystemName system) {
    Optional<String> value =
        system == SystemName.POWEROFFICE ? staged.rightValue() : staged.leftValue();
    return new Write(
        system,
        Optional.empty(),
        value.map(text -> Map.of(Staged.column(system), text)).orElse(Map.of()));
  }
}
