package no.tandem.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.Creating.Draft;

/**
 * Creates many webCRM records in one call. Each has its stored intent before, as a single one has,
 * and is linked only when it was read back under the id that was said at its place and is exactly
 * what was sent there. Whatever else happens is doubt: the intent stays, the next sweep looks for
 * the record before it creates it, by itself, and this run makes no such call any more.
 */
final class BulkCreating {
  /**
   * For how long after the first intent the call may be sent. What is left of {@link
   * Decider#BULK_INTENT_LEASE} is for its handling.
   */
  private static final Duration SENT_WITHIN = Duration.ofSeconds(60);

  private final Outcomes outcomes;
  private final Creating creating;

  BulkCreating(Outcomes outcomes, Creating creating) {
    this.outcomes = outcomes;
    this.creating = creating;
  }

  /**
   * Whether the record may be created along with others: a creation in doubt goes by itself, and so
   * does one that webCRM refused before, whose answer would be doubt again.
   */
  static boolean takes(Decided one) {
    return one.plan() instanceof Plan.Create create
        && create.system() == SystemName.WEBCRM
        && !one.work().intent()
        && one.work().link().flatMap(Link::hold).flatMap(Hold::remoteText).isEmpty();
  }

  /**
   * The records that go into the first call. No two of them are alike in all that is sent: an
   * answer that mixes up its order can then never pass for a good one.
   */
  List<Draft> first(List<Decided> rest, int size) {
    List<Draft> drafts = new ArrayList<>();
    Set<Bulk.New> sent = new HashSet<>();
    for (Decided one : rest) {
      if (drafts.size() == size || !takes(one)) {
        break;
      }
      Draft draft = creating.draft(one.work(), (Plan.Create) one.plan());
      if (!sent.add(toSend(draft))) {
        break;
      }
      drafts.add(draft);
    }
    return drafts;
  }

  private Bulk.New toSend(Draft draft) {
    // A reference that webCRM does not store tells no two records apart.
    return new Bulk.New(
        draft.columns(),
        draft.owner(),
        outcomes.pair().webCrmReference().isPresent() ? draft.reference() : "");
  }

  /**
   * Creates them.
   *
   * @return whether each one's outcome is stored
   */
  List<Boolean> create(Bulk bulk, List<Draft> drafts) {
    Map<Draft, Boolean> stored = new LinkedHashMap<>();
    Map<Draft, Link> intents = new LinkedHashMap<>();
    Instant begun = outcomes.clock().instant();
    for (Draft draft : drafts) {
      stored.put(
          draft, outcomes.guarded(draft.work(), () -> intents.put(draft, creating.intend(draft))));
    }
    if (!intents.isEmpty()) {
      send(bulk, begun, intents, stored);
    }
    return List.copyOf(stored.values());
  }

  private void send(
      Bulk bulk, Instant begun, Map<Draft, Link> intents, Map<Draft, Boolean> stored) {
    List<Draft> sent = List.copyOf(intents.keySet());
    List<Bulk.Said> said;
    try {
      said = bulk.create(sent.stream().map(this::toSend).toList(), begun.plus(SENT_WITHIN));
    } catch (RemoteException e) {
      Hold failed =
          switch (e) {
            case TransientException passing -> Outcomes.failed(passing);
            case RejectedException refusal -> unclear("webCRM refused the call", refusal.text());
          };
      sent.forEach(draft -> doubt(draft, failed));
      if (e instanceof TransientException passing) {
        outcomes.countFailure(passing);
      }
      return;
    }
    List<RecordId> ids = ids(said);
    if (said.size() != sent.size() || Set.copyOf(ids).size() != ids.size()) {
      sent.forEach(draft -> doubt(draft, unclear("webCRM's answer does not fit the call", "")));
      return;
    }
    outcomes.succeeded();
    Map<RecordId, Presence> read =
        outcomes
            .side(SystemName.WEBCRM)
            .read(ids.stream().map(id -> new Side.Known(id, Optional.empty())).toList(), 0);
    Map<Draft, Link> notHandled = new LinkedHashMap<>();
    for (int i = 0; i < sent.size(); i++) {
      Draft draft = sent.get(i);
      Link intent = Optional.ofNullable(intents.get(draft)).orElseThrow();
      switch (said.get(i)) {
        case Bulk.Said.Id(RecordId id) -> {
          if (isAsSent(draft, intent, Optional.ofNullable(read.get(id)))) {
            boolean linked =
                outcomes.guarded(draft.work(), () -> creating.link(draft, intent, id, true));
            stored.put(draft, linked);
            outcomes.applied(draft.source());
            if (!linked) {
              outcomes.doubtBulk();
            }
          } else {
            doubt(draft, unclear("What webCRM named as the new record is not as it was sent", ""));
          }
        }
        case Bulk.Said.Words(String text) ->
            doubt(draft, unclear("webCRM did not name the new record", text));
        case Bulk.Said.NotHandled() -> notHandled.put(draft, intent);
      }
    }
    if (!notHandled.isEmpty()) {
      outcomes.doubtBulk();
      notHandled.forEach(
          (draft, intent) ->
              stored.put(
                  draft,
                  outcomes.guarded(draft.work(), () -> creating.create(draft.after(intent)))));
    }
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
  private boolean isAsSent(Draft draft, Link intent, Optional<Presence> read) {
    Optional<Snapshot> snapshot = read.flatMap(Presence::snapshot).filter(Snapshot::active);
    if (snapshot.isEmpty()) {
      return false;
    }
    Instant earliest = intent.intentAt().orElseThrow().minus(Matcher.CLOCKS_APART);
    Optional<String> reference =
        outcomes.pair().webCrmReference().flatMap(snapshot.get().columns()::text);
    return snapshot.get().view().equals(creating.view(draft))
        && snapshot.get().owner().equals(draft.owner())
        && reference.equals(outcomes.pair().webCrmReference().map(field -> draft.reference()))
        && snapshot.get().createdByIntegration().filter(at -> !at.isBefore(earliest)).isPresent();
  }

  private void doubt(Draft draft, Hold why) {
    outcomes.doubtBulk();
    outcomes.report(Outcomes.action(Action.Kind.DEFER, draft.work()).because(why));
  }

  private static Hold unclear(String what, String text) {
    Hold due = Hold.due(Reason.bulkUnclear(what));
    return text.isBlank() ? due : due.withRemoteText(text);
  }
}
