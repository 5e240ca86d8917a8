package no.tandem.sync.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/**
 * What one decision would do: how it is shown to a person, named and counted. Pure.
 *
 * @param system where it is written; empty if nowhere, or in both
 * @param changes what would be written, with what stands there now
 * @param weight records written and links ended; 0 for linking two records without a write
 * @param removes whether a record would be made inactive because its counterpart went away
 * @param digest names exactly this: records, properties, old and new values
 */
public record Effect(
    Entry.What what,
    Optional<SystemName> system,
    List<HistoryEntry.Change> changes,
    int weight,
    boolean removes,
    String digest) {
  private static final List<String> PERSON = List.of("firstName", "lastName");

  /** Empty if nothing would be written, linked or ended. */
  public static Optional<Effect> of(Pair pair, Planned decided) {
    RecordState state = decided.state();
    return switch (decided.plan()) {
      case Plan.Nothing nothing -> Optional.empty();
      case Plan.Forget forget -> Optional.empty();
      case Plan.Wait wait -> Optional.empty();
      case Plan.Create create ->
          one(pair, state, Entry.What.CREATE, create.system(), created(pair, state, create), false);
      case Plan.End end ->
          one(
              pair,
              state,
              end.policy() == Removal.DEACTIVATE ? Entry.What.DEACTIVATE : Entry.What.END,
              end.policy() == Removal.DEACTIVATE ? end.because().other() : end.because(),
              List.of(),
              end.policy() == Removal.DEACTIVATE && remains(state, end));
      case Plan.Recreate recreate ->
          one(pair, state, Entry.What.RECREATE, recreate.system(), List.of(), false);
      case Plan.Reactivate reactivate ->
          one(pair, state, Entry.What.REACTIVATE, reactivate.system(), List.of(), false);
      case Plan.Merge merge -> merged(pair, state, merge);
    };
  }

  private static boolean remains(RecordState state, Plan.End end) {
    return state.in(end.because().other()).isActive();
  }

  private static Optional<Effect> merged(Pair pair, RecordState state, Plan.Merge merge) {
    if (!merge.writes() && merge.kind() == Plan.Merge.Kind.UPDATE) {
      return Optional.empty();
    }
    Entry.What what =
        switch (merge.kind()) {
          case UPDATE -> Entry.What.UPDATE;
          case ADOPT -> Entry.What.ADOPT;
          case RESUME -> Entry.What.RESUME;
        };
    List<HistoryEntry.Change> changes = new ArrayList<>();
    for (Property property : pair.properties()) {
      String name = property.name();
      if (merge.toLeft().containsKey(name)) {
        changes.add(
            change(SystemName.POWEROFFICE, name, merge.left().view(), merge.leftBase().view()));
      }
      if (merge.toRight().containsKey(name)) {
        changes.add(
            change(SystemName.WEBCRM, name, merge.right().view(), merge.rightBase().view()));
      }
    }
    boolean both = !merge.toLeft().isEmpty() && !merge.toRight().isEmpty();
    Optional<SystemName> system =
        both || !merge.writes()
            ? Optional.empty()
            : Optional.of(merge.toLeft().isEmpty() ? SystemName.WEBCRM : SystemName.POWEROFFICE);
    return Optional.of(
        new Effect(
            what,
            system,
            List.copyOf(changes),
            (merge.toLeft().isEmpty() ? 0 : 1) + (merge.toRight().isEmpty() ? 0 : 1),
            false,
            digest(pair, state, what, system, changes)));
  }

  private static HistoryEntry.Change change(
      SystemName system, String property, View before, View after) {
    return new HistoryEntry.Change(
        system, property, before.get(property).orElse(""), after.get(property).orElse(""));
  }

  private static List<HistoryEntry.Change> created(
      Pair pair, RecordState state, Plan.Create create) {
    View source = source(state, create).map(Snapshot::view).orElse(View.EMPTY);
    return pair.properties().stream()
        .map(Property::name)
        .filter(name -> source.get(name).isPresent())
        .map(name -> change(create.system(), name, View.EMPTY, source))
        .toList();
  }

  private static Optional<Snapshot> source(RecordState state, Plan.Create create) {
    return state.in(create.system().other()).snapshot();
  }

  private static Optional<Effect> one(
      Pair pair,
      RecordState state,
      Entry.What what,
      SystemName system,
      List<HistoryEntry.Change> changes,
      boolean removes) {
    return Optional.of(
        new Effect(
            what,
            Optional.of(system),
            changes,
            1,
            removes,
            digest(pair, state, what, Optional.of(system), changes)));
  }

  /** What a person calls the record: its name, of a person the whole. */
  public static String name(Pair pair, RecordState state) {
    List<View> views =
        Stream.concat(
                Stream.of(state.left(), state.right())
                    .flatMap(presence -> presence.snapshot().stream())
                    .map(Snapshot::view),
                Stream.of(
                    state.linkOrNew().leftBase().view(), state.linkOrNew().rightBase().view()))
            .toList();
    List<String> properties = pair.properties().stream().map(Property::name).toList();
    List<String> named =
        properties.containsAll(PERSON) ? PERSON : properties.stream().limit(1).toList();
    return views.stream()
        .map(view -> String.join(" ", named.stream().flatMap(p -> view.get(p).stream()).toList()))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static String digest(
      Pair pair,
      RecordState state,
      Entry.What what,
      Optional<SystemName> system,
      List<HistoryEntry.Change> changes) {
    StringBuilder text = new StringBuilder();
    part(text, pair.name());
    part(text, state.key().text());
    part(text, what == Entry.What.CREATE ? "" : state.rightId().map(RecordId::value).orElse(""));
    part(text, written(what));
    part(text, system.map(SystemName::key).orElse(""));
    for (HistoryEntry.Change change : changes) {
      part(text, change.system().key());
      part(text, change.property());
      part(text, change.before());
      part(text, change.after());
    }
    return Entry.digest(text.toString());
  }

  /** A run that linked two records and wrote nothing yet leaves the same changes to be made. */
  private static String written(Entry.What what) {
    return switch (what) {
      case ADOPT, UPDATE, RESUME -> "merge";
      case CREATE, END, DEACTIVATE, RECREATE, REACTIVATE -> what.name();
    };
  }

  /** With its length, so that no two lists of parts make the same text. */
  private static void part(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }
}
