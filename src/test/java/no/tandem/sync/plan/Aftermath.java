package no.tandem.sync.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.plan.Verdict.OfProperty;
import no.tandem.sync.plan.Verdict.OfRecord;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/** What the records and the link are like once a decision was carried out. */
final class Aftermath {
  private final Verdict expected;
  private final Rehearsal rehearsal;
  private final Staged before;
  private final List<String> wrong = new ArrayList<>();

  Aftermath(Situation situation, Rehearsal carriedOut) {
    this.expected = DecisionOracle.expected(situation);
    this.rehearsal = carriedOut;
    this.before = new Staged(situation);
  }

  /** What is not as the contract says; "" if all is. */
  String wrong() {
    link();
    values();
    bases();
    activity();
    history();
    return String.join("; ", wrong);
  }

  private void link() {
    Optional<Link.State> was = before.link().map(Link::state);
    expect("link", state(was), rehearsal.link().map(Link::state));
    // A webCRM record whose claim is forgotten would be taken for a new one.
    boolean claimed =
        rehearsal
            .link()
            .filter(link -> link.active() || link.state() == Link.State.ENDED)
            .flatMap(Link::right)
            .map(right -> rehearsal.claims(right).containsKey(right))
            .orElse(true);
    expect("claim", true, claimed);
    // A link that awaits its PowerOffice record is found again by the webCRM record that it names.
    boolean findable =
        rehearsal
            .link()
            .filter(link -> link.key().isAwaiting())
            .map(link -> link.right().isPresent())
            .orElse(true);
    expect("webCRM's id", true, findable);
  }

  private Optional<Link.State> state(Optional<Link.State> was) {
    return switch (expected.record()) {
      // Of a record that is only said to be there nothing is stored.
      case WAITS ->
          before.left() instanceof Presence.Unknown
              ? was
              : was.or(() -> Optional.of(Link.State.PENDING));
      case LEFT_TO_A_PERSON, NOTHING, ACTIVE_AGAIN_IN_POWEROFFICE, ACTIVE_AGAIN_IN_WEBCRM -> was;
      case NOT_STORED -> Optional.empty();
      case CREATED_IN_POWEROFFICE, CREATED_IN_WEBCRM, LINKED, COMPARED, TAKEN_UP ->
          Optional.of(Link.State.ACTIVE);
      case ENDED_BY_POWEROFFICE,
          ENDED_BY_WEBCRM,
          DEACTIVATED_IN_POWEROFFICE,
          DEACTIVATED_IN_WEBCRM ->
          Optional.of(Link.State.ENDED);
      case ANEW_IN_POWEROFFICE, ANEW_IN_WEBCRM -> Optional.of(Link.State.PENDING);
    };
  }

  private void values() {
    Optional<String> left = before.leftValue();
    Optional<String> right = before.rightValue();
    switch (expected.property()) {
      case TO_WEBCRM, POWEROFFICE_WINS -> right = left;
      case TO_POWEROFFICE, WEBCRM_WINS -> left = right;
      case NOT_COMPARED, NOTHING, BASES_RENEWED, HELD -> {}
    }
    if (expected.record() == OfRecord.CREATED_IN_POWEROFFICE) {
      left = right;
    }
    if (expected.record() == OfRecord.CREATED_IN_WEBCRM) {
      right = left;
    }
    expect("PowerOffice's value", left, value(rehearsal.left()));
    expect("webCRM's value", right, value(rehearsal.right()));
  }

  /** What is in sync is at its base on both sides; what is held is at none. */
  private void bases() {
    Optional<Link> link = rehearsal.link().filter(Link::active);
    if (link.isEmpty() || expected.record() == OfRecord.WAITS || becomesActive()) {
      return;
    }
    boolean held = expected.property() == OfProperty.HELD;
    Optional<String> none = Base.NONE.inConflict(Staged.NAME).view().get(Staged.NAME);
    expect(
        "PowerOffice's base",
        held ? none : value(rehearsal.left()),
        link.get().leftBase().view().get(Staged.NAME));
    expect(
        "webCRM's base",
        held ? none : value(rehearsal.right()),
        link.get().rightBase().view().get(Staged.NAME));
  }

  /** Whether the values are compared only in the next sweep. */
  private boolean becomesActive() {
    return expected.record() == OfRecord.ACTIVE_AGAIN_IN_POWEROFFICE
        || expected.record() == OfRecord.ACTIVE_AGAIN_IN_WEBCRM;
  }

  private void activity() {
    boolean left = active(before.left());
    boolean right = active(before.right());
    switch (expected.record()) {
      case CREATED_IN_POWEROFFICE, ACTIVE_AGAIN_IN_POWEROFFICE -> left = true;
      case CREATED_IN_WEBCRM, ACTIVE_AGAIN_IN_WEBCRM -> right = true;
      case DEACTIVATED_IN_POWEROFFICE -> left = false;
      case DEACTIVATED_IN_WEBCRM -> right = false;
      case WAITS,
          LEFT_TO_A_PERSON,
          NOTHING,
          NOT_STORED,
          LINKED,
          COMPARED,
          TAKEN_UP,
          ENDED_BY_POWEROFFICE,
          ENDED_BY_WEBCRM,
          ANEW_IN_POWEROFFICE,
          ANEW_IN_WEBCRM -> {}
    }
    expect("PowerOffice's record active", left, active(rehearsal.left()));
    expect("webCRM's record active", right, active(rehearsal.right()));
  }

  /** What loses a conflict is kept. */
  private void history() {
    Optional<LostValue> lost =
        switch (expected.property()) {
          case POWEROFFICE_WINS -> lost(SystemName.WEBCRM, before.rightValue());
          case WEBCRM_WINS -> lost(SystemName.POWEROFFICE, before.leftValue());
          case NOT_COMPARED, NOTHING, BASES_RENEWED, TO_WEBCRM, TO_POWEROFFICE, HELD ->
              Optional.empty();
        };
    Optional<LostValue> kept =
        rehearsal.history().stream().flatMap(entry -> entry.losers().stream()).findFirst();
    expect("loser", lost, kept);
  }

  private static Optional<LostValue> lost(SystemName system, Optional<String> value) {
    return Optional.of(new LostValue(Staged.NAME, system, value.orElse("")));
  }

  private static Optional<String> value(Presence presence) {
    return presence.snapshot().flatMap(snapshot -> snapshot.view().get(Staged.NAME));
  }

  private static boolean active(Presence presence) {
    return presence.snapshot().filter(Snapshot::active).isPresent();
  }

  private void expect(String what, Object expectedNow, Object now) {
    if (!now.equals(expectedNow)) {
      wrong.add(what + " should be " + expectedNow + " and is " + now);
    }
  }
}
