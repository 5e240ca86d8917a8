package no.tandem.operator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.JsonCall;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairRuns;
import no.tandem.sync.Trigger;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.HistoryReader;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/**
 * One call about records while it is being answered: what is asked of each record ({@link Act}) is
 * known first. Then it is done, or, where it writes to many records, shown and waits for its
 * fingerprint.
 */
final class RecordActs {
  /** Stands for no record in an answer about a run. */
  private static final LinkKey NO_RECORD = LinkKey.of(new RecordId("-"));

  private final PairRuns runs;
  private final PairDefinition pair;
  private final String tenant;
  private final OperatorCall call;
  private final int unasked;
  private final LinkReader links;
  private final HistoryReader history;

  /**
   * @param unasked how many records may be written to without having been shown first
   */
  RecordActs(PairRuns runs, PairDefinition pair, String tenant, OperatorCall call, int unasked) {
    this.runs = runs;
    this.pair = pair;
    this.tenant = tenant;
    this.call = call;
    this.unasked = unasked;
    PairStore stored = runs.stored(tenant, pair);
    this.links = stored.links();
    this.history = stored.history();
  }

  /**
   * What is asked of one record.
   *
   * @param record names its link
   * @param triggers what is to be run, in this order
   * @param whyNot why nothing, or not everything, is
   */
  private record Act(LinkKey record, List<Trigger> triggers, Optional<String> whyNot) {
    static Act of(LinkKey record, Trigger trigger) {
      return new Act(record, List.of(trigger), Optional.empty());
    }

    static Act impossible(LinkKey record, String why) {
      return new Act(record, List.of(), Optional.of(why));
    }
  }

  /** What became of one record's act. */
  private record Done(LinkKey record, List<Action> actions, List<String> notDone) {
    Optional<String> whyNot() {
      return notDone.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notDone));
    }

    boolean writes() {
      return actions.stream()
          .anyMatch(action -> action.system().isPresent() || action.kind() == Outcome.END);
    }
  }

  OperatorJson answer() {
    List<Act> acts = acts();
    if (call.mode() == Mode.PLAN || acts.size() <= unasked) {
      return answer(carriedOut(acts, call.mode()), Optional.empty());
    }
    List<Done> preview = carriedOut(acts, Mode.PLAN);
    String fingerprint = fingerprint(acts, preview);
    Optional<String> shown = call.json().text("fingerprint");
    boolean many = preview.stream().filter(Done::writes).count() > unasked;
    return many && !shown.equals(Optional.of(fingerprint))
        ? answer(preview, Optional.of(fingerprint))
        : answer(carriedOut(acts, Mode.APPLY), Optional.empty());
  }

  private List<Act> acts() {
    return switch (call.action()) {
      case EXPLAIN -> ofEach(record -> new Act(record, List.of(), Optional.empty()));
      case RESTORE -> ofEach(this::restore);
      case RESOLVE -> resolve();
      case FORGET -> ofEach(record -> Act.of(record, new Trigger.Forget(record)));
      case UNDO -> undo(call.json().required("run", "the run, as a sweep's report does"));
      case CONFIRM_TENANT, RESUME, PROPOSAL, APPROVE, REFUSE, WEBHOOKS, CHECK -> List.of();
    };
  }

  private interface Ask {
    Act of(LinkKey record);
  }

  private List<Act> ofEach(Ask ask) {
    List<Act> acts = new ArrayList<>();
    for (RecordId id : call.ids()) {
      try {
        acts.add(ask.of(name(id)));
      } catch (BadRequestException e) {
        if (!call.isList()) {
          throw e;
        }
        // One of a list that cannot be keeps none of the others from being done.
        acts.add(Act.impossible(LinkKey.of(id), String.valueOf(e.getMessage())));
      }
    }
    return acts;
  }

  /** The key under which the record's link and history are stored. */
  private LinkKey name(RecordId id) {
    if (call.system() == SystemName.POWEROFFICE) {
      return LinkKey.parse(id.value());
    }
    Optional<LinkReader.Claim> claim = Optional.ofNullable(links.claims(Set.of(id)).get(id));
    if (claim.filter(c -> c.pair().equals(call.pair().key())).isPresent()) {
      return claim.get().key();
    }
    if (claim.isPresent()) {
      throw new BadRequestException("webCRM " + id + " belongs to the pair " + claim.get().pair());
    }
    return LinkKey.awaiting(id);
  }

  // --- doing it ---

  private List<Done> carriedOut(List<Act> acts, Mode mode) {
    return acts.stream().map(act -> carriedOut(act, mode)).toList();
  }

  private Done carriedOut(Act act, Mode mode) {
    List<Action> actions = new ArrayList<>();
    List<String> notDone = new ArrayList<>(act.whyNot().stream().toList());
    for (Trigger trigger : act.triggers()) {
      Report report =
          runs.run(tenant, pair, trigger, mode, "operator: " + call.action().key(), call.by());
      actions.addAll(report.actions());
      report.stopped().ifPresent(notDone::add);
      report.waiting().ifPresent(waiting -> notDone.add(waiting.reason()));
    }
    return new Done(act.record(), actions, notDone);
  }

  /** Names exactly what is asked for and what it would do, values included. */
  private static String fingerprint(List<Act> acts, List<Done> preview) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < acts.size(); i++) {
        digest.update(acts.get(i).triggers().toString().getBytes(StandardCharsets.UTF_8));
        for (Action action : preview.get(i).actions()) {
          digest.update((action.kind() + " " + action.summary()).getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // --- the answer ---

  private OperatorJson answer(List<Done> done, Optional<String> fingerprint) {
    if (call.action() == OperatorCall.What.UNDO) {
      return OperatorJson.ofRun(
          tenant, call, done.stream().map(this::answerOf).toList(), fingerprint);
    }
    return call.isList()
        ? OperatorJson.ofRecords(
            tenant, call, done.stream().map(this::answerOf).toList(), fingerprint)
        : OperatorJson.ofRecord(tenant, call, answerOf(done.getFirst()), fingerprint);
  }

  /** Of a list, the answer only says where each record stands; it would grow too large. */
  private OperatorJson.RecordAnswer answerOf(Done done) {
    LinkKey record = done.record();
    boolean whole = call.action() != OperatorCall.What.UNDO && !call.isList();
    Optional<Link> link =
        call.action() == OperatorCall.What.UNDO ? Optional.empty() : links.get(record);
    List<HistoryEntry> entries = whole ? Story.entries(history, record) : List.of();
    List<String> text =
        call.action() == OperatorCall.What.UNDO ? List.of() : Story.lines(entries, link);
    return new OperatorJson.RecordAnswer(
        record, link, text, entries, done.actions(), done.whyNot());
  }

  // --- restore and undo ---

  private Act restore(LinkKey record) {
    Optional<String> named = call.json().text("entry");
    Optional<String> property = call.json().text("property");
    List<HistoryEntry> entries = Story.entries(history, record).reversed();
    Predicate<String> meant = name -> property.isEmpty() || property.get().equals(name);
    Optional<HistoryEntry> entry =
        entries.stream()
            .filter(
                named
                    .<Predicate<HistoryEntry>>map(name -> e -> e.name().equals(name))
                    .orElse(
                        e ->
                            e.losers().stream().map(LostValue::property).anyMatch(meant)
                                || e.changes().stream()
                                    .map(HistoryEntry.Change::property)
                                    .anyMatch(meant)))
            .findFirst();
    if (entry.isEmpty()) {
      return Act.impossible(record, "The history has no such entry with something to restore.");
    }
    Map<SystemName, Map<String, Optional<String>>> edits = new EnumMap<>(SystemName.class);
    for (LostValue lostValue : entry.get().losers()) {
      if (meant.test(lostValue.property())) {
        edits
            .computeIfAbsent(lostValue.system(), s -> new HashMap<>())
            .put(lostValue.property(), value(lostValue.value()));
      }
    }
    if (edits.isEmpty()) {
      for (HistoryEntry.Change change : entry.get().changes()) {
        if (meant.test(change.property())) {
          edits
              .computeIfAbsent(change.system(), s -> new HashMap<>())
              .put(change.property(), value(change.before()));
        }
      }
    }
    if (edits.isEmpty()) {
      return Act.impossible(record, "The entry has nothing to restore for that property.");
    }
    List<Trigger> triggers = new ArrayList<>();
    edits.forEach(
        (system, values) -> triggers.add(new Trigger.Edit(record, system, values, Map.of())));
    return new Act(record, triggers, Optional.empty());
  }

  private List<Act> undo(String run) {
    List<HistoryEntry> entries = history.ofRun(run);
    if (entries.isEmpty()) {
      return List.of(
          Act.impossible(
              NO_RECORD, "The history has no run of this name; a sweep's report names its run."));
    }
    List<Act> acts = new ArrayList<>();
    int kept = 0;
    for (HistoryEntry entry : entries) {
      Map<SystemName, Map<String, Optional<String>>> values = new EnumMap<>(SystemName.class);
      Map<SystemName, Map<String, Optional<String>>> expected = new EnumMap<>(SystemName.class);
      for (HistoryEntry.Change change : entry.changes()) {
        values
            .computeIfAbsent(change.system(), s -> new HashMap<>())
            .put(change.property(), value(change.before()));
        expected
            .computeIfAbsent(change.system(), s -> new HashMap<>())
            .put(change.property(), value(change.after()));
      }
      if (values.isEmpty()) {
        kept++;
        continue;
      }
      List<Trigger> triggers = new ArrayList<>();
      values.forEach(
          (system, restored) ->
              triggers.add(
                  new Trigger.Edit(
                      entry.key(),
                      system,
                      restored,
                      Optional.ofNullable(expected.get(system)).orElse(Map.of()))));
      acts.add(new Act(entry.key(), triggers, Optional.empty()));
    }
    if (kept > 0) {
      acts.add(
          Act.impossible(
              NO_RECORD,
              kept
                  + " outcomes of the run replaced no value and stay: nothing is deleted, and links"
                  + " are not undone."));
    }
    return acts;
  }

  private static Optional<String> value(String stored) {
    return Optional.of(stored).filter(text -> !text.isEmpty());
  }

  // --- resolve ---

  private List<Act> resolve() {
    String how = call.json().text("how").orElse("");
    return switch (how) {
      case "link" -> List.of(link());
      case "take" -> resolve(new Trigger.Resolution.Take(call.json().system("side")));
      case "create" -> resolve(new Trigger.Resolution.Create());
      case "retry" -> resolve(new Trigger.Resolution.Retry());
      case "ignore" -> resolve(new Trigger.Resolution.Ignore());
      default ->
          throw new BadRequestException(
              "'how' must be link, create, take, retry or ignore, not \""
                  + JsonCall.shown(how)
                  + "\"");
    };
  }

  private List<Act> resolve(Trigger.Resolution resolution) {
    return ofEach(record -> Act.of(record, new Trigger.Resolve(record, resolution)));
  }

  /** Two records, named from either side. */
  private Act link() {
    boolean ofPowerOffice = call.system() == SystemName.POWEROFFICE;
    RecordId left = ofPowerOffice ? call.id() : call.json().id("to");
    RecordId right = ofPowerOffice ? call.json().id("to") : call.id();
    LinkKey record = LinkKey.parse(left.value());
    return Act.of(record, new Trigger.Resolve(record, new Trigger.Resolution.LinkTo(right)));
  }
}
