package no.tandem.sync.apply;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.apply.CreateStep.Draft;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.Outage;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.Reason;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.side.Bulk;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.TransientException;

/**
 * Creates many webCRM records in one call. Each has its stored intent before, as a single one has,
 * and is linked only when it was read back under the id that was said at its place and is exactly
 * what was sent there. Whatever else happens is doubt: the intent stays, the next sweep looks for
 * the record before it creates it, by itself, and this run makes no such call any more.
 */
final class BulkCreateStep {
  private static final Outage.Write CREATE = Outage.Write.create(SystemName.WEBCRM);

  private final ApplyContext context;
  private final CreateStep creating;

  BulkCreateStep(ApplyContext context, CreateStep creating) {
    this.context = context;
    this.creating = creating;
  }

  /**
   * Whether the record may be created along with others: a creation in doubt goes by itself, and so
   * does one that webCRM rejected before, whose answer would be doubt again.
   */
  static boolean takes(Planned one) {
    return one.plan() instanceof Plan.Create create
        && create.system() == SystemName.WEBCRM
        && !one.state().intent()
        && one.state().link().flatMap(Link::hold).flatMap(Hold::remoteText).isEmpty();
  }

  /**
   * The records that go into the first call. No two of them are alike in all that is sent: an
   * answer that mixes up its order can then never pass for a good one.
   */
  List<Draft> first(List<Planned> rest, int size) {
    List<Draft> drafts = new ArrayList<>();
    Set<Side.New> sent = new HashSet<>();
    for (Planned one : rest) {
      if (drafts.size() == size || !takes(one)) {
        break;
      }
      Draft draft = creating.draft(one.state(), (Plan.Create) one.plan());
      if (!sent.add(toSend(draft))) {
        break;
      }
      drafts.add(draft);
    }
    return drafts;
  }

  private Side.New toSend(Draft draft) {
    // A reference that webCRM does not store distinguishes no records.
    return new Side.New(
        draft.columns(),
        draft.owner(),
        context.pair().webCrmReference().isPresent() ? draft.reference() : "");
  }

  /** The creations of one call. They are begun together: it is sent for all of them or none. */
  private static final class Together implements Side.IntentStore {
    private final Map<Draft, CreateStep.Begun> each;
    private boolean stored;

    Together(Map<Draft, CreateStep.Begun> each) {
      this.each = each;
    }

    /** Whether the call may have been sent: not before the intents of all are stored. */
    boolean maybeSent() {
      return stored;
    }

    @Override
    public Instant store() {
      stored = false;
      Instant until = Instant.MAX;
      for (CreateStep.Begun begun : each.values()) {
        Instant its = begun.store();
        until = its.isBefore(until) ? its : until;
      }
      stored = true;
      return until;
    }
  }

  /**
   * Creates them.
   *
   * @return whether each one's outcome is stored
   */
  List<Boolean> create(Bulk bulk, List<Draft> drafts) {
    Map<Draft, CreateStep.Begun> begun = new LinkedHashMap<>();
    drafts.forEach(draft -> begun.put(draft, creating.begun(draft)));
    Together together = new Together(begun);
    List<Bulk.Said> said;
    try {
      said = bulk.create(drafts.stream().map(this::toSend).toList(), together);
    } catch (RemoteException e) {
      Hold failed =
          switch (e) {
            case TransientException passing ->
                context.failed(CREATE, drafts.getFirst().state(), passing);
            case RejectedException rejected -> unclear("webCRM rejected the call", rejected.text());
          };
      drafts.forEach(draft -> doubt(draft, failed));
      return Collections.nCopies(drafts.size(), true);
    } catch (RuntimeException e) {
      if (together.maybeSent()) {
        throw e;
      }
      // The store, or another run that was faster with one of them: each by itself.
      said = Collections.nCopies(drafts.size(), new Bulk.Said.NotHandled());
    }
    return finish(begun, said);
  }

  private List<Boolean> finish(Map<Draft, CreateStep.Begun> begun, List<Bulk.Said> said) {
    List<Draft> sent = List.copyOf(begun.keySet());
    Map<Draft, Boolean> stored = new LinkedHashMap<>();
    sent.forEach(draft -> stored.put(draft, true));
    List<RecordId> ids = ids(said);
    if (said.size() != sent.size() || Set.copyOf(ids).size() != ids.size()) {
      sent.forEach(draft -> doubt(draft, unclear("webCRM's answer does not fit the call", "")));
      return List.copyOf(stored.values());
    }
    context.succeeded(CREATE);
    Map<RecordId, Presence> read =
        context
            .side(SystemName.WEBCRM)
            .read(ids.stream().map(id -> new RecordReader.Known(id, Optional.empty())).toList(), 0);
    Map<Draft, CreateStep.Begun> notHandled = new LinkedHashMap<>();
    for (int i = 0; i < sent.size(); i++) {
      Draft draft = sent.get(i);
      CreateStep.Begun its = Optional.ofNullable(begun.get(draft)).orElseThrow();
      switch (said.get(i)) {
        case Bulk.Said.Id(RecordId id) -> {
          Optional<Snapshot> now = Optional.ofNullable(read.get(id)).flatMap(Presence::snapshot);
          if (isAsSent(draft, its.link(), now)) {
            boolean linked =
                context.guarded(draft.state(), () -> creating.link(draft, its, id, now));
            stored.put(draft, linked);
            context.applied(draft.source());
            if (!linked) {
              context.doubtBulk();
            }
          } else {
            doubt(draft, unclear("What webCRM named as the new record is not as it was sent", ""));
          }
        }
        case Bulk.Said.Words(String text) ->
            doubt(draft, unclear("webCRM did not name the new record", text));
        case Bulk.Said.NotHandled() -> notHandled.put(draft, its);
      }
    }
    if (!notHandled.isEmpty()) {
      context.doubtBulk();
      notHandled.forEach(
          (draft, its) ->
              stored.put(draft, context.guarded(draft.state(), () -> creating.create(draft, its))));
    }
    return List.copyOf(stored.values());
  }

  private static List<RecordId> ids(List<Bulk.Said> said) {
    List<RecordId> ids = new ArrayList<>();
    for (Bulk.Said one : said) {
      if (one instanceof Bulk.Said.Id(RecordId id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Whether what was read is what was sent, made through the API since the intent was stored. */
  private boolean isAsSent(Draft draft, Link intent, Optional<Snapshot> read) {
    Optional<Snapshot> snapshot = read.filter(Snapshot::active);
    if (snapshot.isEmpty()) {
      return false;
    }
    Instant earliest = intent.intentAt().orElseThrow().minus(Stamp.CLOCKS_APART);
    Optional<String> reference =
        context.pair().webCrmReference().flatMap(snapshot.get().columns()::text);
    return snapshot.get().view().equals(creating.view(draft))
        && snapshot.get().owner().equals(draft.owner())
        && reference.equals(context.pair().webCrmReference().map(field -> draft.reference()))
        && snapshot.get().createdByIntegration().filter(at -> !at.isBefore(earliest)).isPresent();
  }

  private void doubt(Draft draft, Hold why) {
    context.doubtBulk();
    context.report(ApplyContext.action(Outcome.DEFER, draft.state()).because(why));
  }

  private static Hold unclear(String what, String text) {
    Hold due = Hold.deferred(Reason.bulkUnclear(what));
    return Text.isEmpty(text) ? due : due.withRemoteText(text);
  }
}
