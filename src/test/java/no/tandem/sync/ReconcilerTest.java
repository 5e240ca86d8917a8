package no.tandem.sync;

import static no.tandem.sync.ConflictPolicy.HOLD;
import static no.tandem.sync.ConflictPolicy.LATEST;
import static no.tandem.sync.ConflictPolicy.POWEROFFICE;
import static no.tandem.sync.ConflictPolicy.WEBCRM;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is decided, as two tables: one for whole records, one for a property.
 *
 * <p>The property holds ten characters in webCRM and is required in PowerOffice.
 */
class ReconcilerTest {
  private static final RecordId LEFT = new RecordId("1001");
  private static final RecordId RIGHT = new RecordId("57");
  private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
  private static final Lengths TEN = new Lengths(Map.of("OrganisationName", 10));
  private static final String NONE = "";

  // --- whole records ---

  private static final Presence A = present(LEFT, Optional.empty(), "Fjord");
  private static final Presence INACTIVE =
      present(LEFT, Optional.of("archived in PowerOffice"), "Fjord");
  private static final Presence GONE = new Presence.Gone();
  private static final Presence UNKNOWN = new Presence.Unknown("a time-out");
  private static final Presence B = present(RIGHT, Optional.empty(), "Fjord");
  private static final Presence RESIGNED =
      present(RIGHT, Optional.of("Resigned in webCRM"), "Fjord");

  static List<Arguments> records() {
    return List.of(
        // stored link, PowerOffice record, webCRM record (linked, or the one that matches),
        // decision
        row("none", A, GONE, "create"),
        row("none", A, B, "adopt"),
        row("none", A, RESIGNED, "create"),
        row("none", A, UNKNOWN, "due"),
        row("none", INACTIVE, GONE, "forget"),
        row("none", INACTIVE, B, "forget"),
        row("none", GONE, GONE, "forget"),
        row("none", UNKNOWN, GONE, "due"),
        row("pending", A, GONE, "create"),
        row("pending", A, B, "adopt"),
        row("pending", INACTIVE, GONE, "forget"),
        row("pending", GONE, GONE, "forget"),
        row("pending", UNKNOWN, GONE, "due"),
        row("creating", A, GONE, "create"),
        row("creating", A, B, "adopt"),
        row("creating", INACTIVE, B, "end: archived in PowerOffice"),
        row("creating", INACTIVE, GONE, "forget"),
        row("creating", GONE, B, "end: deleted in PowerOffice"),
        row("creating", GONE, GONE, "held"),
        row("creating", A, RESIGNED, "end: Resigned in webCRM"),
        row("creating", INACTIVE, RESIGNED, "end: archived in PowerOffice"),
        row("creating", A, UNKNOWN, "due"),
        row("active", A, B, "merge"),
        row("active", INACTIVE, B, "end: archived in PowerOffice"),
        row("active", GONE, B, "end: deleted in PowerOffice"),
        row("active", A, RESIGNED, "end: Resigned in webCRM"),
        row("active", A, GONE, "end: deleted in webCRM"),
        row("active", INACTIVE, GONE, "end: archived in PowerOffice"),
        row("active", UNKNOWN, B, "due"),
        row("active", A, UNKNOWN, "due"),
        row("active", GONE, UNKNOWN, "due"),
        row("ended", A, B, "resume"),
        row("ended", INACTIVE, B, "nothing"),
        row("ended", GONE, B, "nothing"),
        row("ended", A, GONE, "nothing"),
        row("ended", A, RESIGNED, "nothing"),
        row("ended", A, UNKNOWN, "due"),
        row("ended", UNKNOWN, B, "due"));
  }

  private static Arguments row(String link, Presence left, Presence right, String decision) {
    return Arguments.of(link, left, right, decision);
  }

  @ParameterizedTest(name = "{0}, {1}, {2} -> {3}")
  @MethodSource("records")
  void decidesOnRecords(String link, Presence left, Presence right, String decision) {
    Plan plan =
        new Reconciler(rules(POWEROFFICE))
            .decide(stored(link), left, right, Optional.empty(), Facts.NONE);
    assertThat(described(plan)).isEqualTo(decision);
  }

  private static Optional<Link> stored(String link) {
    Link pending = Link.of(LEFT).held(Hold.held(new Reason(Reason.Code.OTHER, "ambiguous")));
    Base base = base("Fjord");
    Link active = pending.linkedTo(RIGHT).inSync(base, base, Optional.empty(), Map.of());
    return switch (link) {
      case "none" -> Optional.empty();
      case "pending" -> Optional.of(pending);
      case "creating" ->
          Optional.of(pending.creating(Base.NONE, new Link.Intent(NINE, View.EMPTY)));
      case "active" -> Optional.of(active);
      case "ended" ->
          Optional.of(active.ended(Hold.ended(new Reason(Reason.Code.OTHER, "archived"))));
      default -> throw new IllegalArgumentException(link);
    };
  }

  private static String described(Plan plan) {
    return switch (plan) {
      case Plan.Nothing nothing -> "nothing";
      case Plan.Forget forget -> "forget";
      case Plan.Create create -> "create";
      case Plan.Again again -> "again in " + again.system();
      case Plan.Reactivate reactivate -> "reactivate in " + reactivate.system();
      case Plan.End end -> "end: " + end.reason();
      case Plan.Wait wait -> wait.hold().kind() == Hold.Kind.DUE ? "due" : "held";
      case Plan.Merge merge ->
          switch (merge.kind()) {
            case UPDATE -> "merge";
            case ADOPT -> "adopt";
            case RESUME -> "resume";
          };
    };
  }

  // --- one property ---

  /** What a base holds of a property in conflict: nothing that a record could hold. */
  private static final String UNSETTLED = "\u0000";

  static List<Arguments> properties() {
    return List.of(
        // what it is about; policy; bases left, right; values left, right; decision; new bases
        property("nobody edited", POWEROFFICE, "a", "a", "a", "a", "-", "a", "a"),
        property("edited in PowerOffice", POWEROFFICE, "a", "a", "b", "a", "webcrm=b", "b", "b"),
        property("edited in webCRM", POWEROFFICE, "a", "a", "a", "b", "poweroffice=b", "b", "b"),
        property(
            "edited in webCRM, whatever the policy",
            WEBCRM,
            "a",
            "a",
            "b",
            "a",
            "webcrm=b",
            "b",
            "b"),
        property("cleared in PowerOffice", POWEROFFICE, "a", "a", NONE, "a", "webcrm=", NONE, NONE),
        property(
            "cleared in webCRM, required in PowerOffice",
            POWEROFFICE,
            "a",
            "a",
            "a",
            NONE,
            "held",
            "a",
            "a"),
        property("filled in webCRM", POWEROFFICE, NONE, NONE, NONE, "b", "poweroffice=b", "b", "b"),
        property("both edited alike", POWEROFFICE, "a", "a", "b", "b", "-", "b", "b"),
        property("both edited, base old: only the link", HOLD, "a", "a", "b", "b", "-", "b", "b"),
        property(
            "conflict, PowerOffice wins",
            POWEROFFICE,
            "a",
            "a",
            "b",
            "c",
            "webcrm=b lost c",
            "b",
            "b"),
        property(
            "conflict, webCRM wins", WEBCRM, "a", "a", "b", "c", "poweroffice=c lost b", "c", "c"),
        property(
            "conflict, latest is PowerOffice within a second",
            LATEST,
            "a",
            "a",
            "b",
            "c",
            "webcrm=b lost c",
            "b",
            "b"),
        property("conflict, held", HOLD, "a", "a", "b", "c", "held", UNSETTLED, UNSETTLED),
        property(
            "cleared against edited, PowerOffice wins",
            POWEROFFICE,
            "a",
            "a",
            NONE,
            "c",
            "webcrm= lost c",
            NONE,
            NONE),
        property(
            "cleared in webCRM wins, but is required",
            WEBCRM,
            "a",
            "a",
            "b",
            NONE,
            "held",
            "a",
            "a"),
        property("first match, equal", POWEROFFICE, NONE, NONE, "b", "b", "-", "b", "b"),
        property(
            "first match, filled in webCRM",
            POWEROFFICE,
            NONE,
            NONE,
            "b",
            NONE,
            "webcrm=b",
            "b",
            "b"),
        property(
            "first match, filled in PowerOffice",
            WEBCRM,
            NONE,
            NONE,
            NONE,
            "c",
            "poweroffice=c",
            "c",
            "c"),
        property(
            "first match, different",
            POWEROFFICE,
            NONE,
            NONE,
            "b",
            "c",
            "webcrm=b lost c",
            "b",
            "b"),
        property(
            "too long for webCRM: cut there",
            POWEROFFICE,
            "a",
            "a",
            "0123456789xyz",
            "a",
            "webcrm=0123456789xyz",
            "0123456789xyz",
            "0123456789"),
        property(
            "cut form untouched is no edit",
            POWEROFFICE,
            "0123456789xyz",
            "0123456789",
            "0123456789xyz",
            "0123456789",
            "-",
            "0123456789xyz",
            "0123456789"),
        property(
            "edited behind the cut: webCRM shows it already",
            POWEROFFICE,
            "0123456789xyz",
            "0123456789",
            "0123456789abc",
            "0123456789",
            "-",
            "0123456789abc",
            "0123456789"),
        property(
            "short form really edited",
            POWEROFFICE,
            "0123456789xyz",
            "0123456789",
            "0123456789xyz",
            "Fjord",
            "poweroffice=Fjord",
            "Fjord",
            "Fjord"),
        property(
            "first match with the cut form",
            HOLD,
            NONE,
            NONE,
            "0123456789xyz",
            "0123456789",
            "-",
            "0123456789xyz",
            "0123456789"));
  }

  private static Arguments property(
      String about,
      ConflictPolicy policy,
      String leftBase,
      String rightBase,
      String left,
      String right,
      String decision,
      String newLeftBase,
      String newRightBase) {
    return Arguments.of(
        about, policy, leftBase, rightBase, left, right, decision, newLeftBase, newRightBase);
  }

  @ParameterizedTest(name = "{0}: {1} base {2}|{3} now {4}|{5} -> {6}")
  @MethodSource("properties")
  void decidesOnProperties(
      String about,
      ConflictPolicy policy,
      String leftBase,
      String rightBase,
      String left,
      String right,
      String decision,
      String newLeftBase,
      String newRightBase) {
    Plan.Merge merge =
        merge(policy, link(leftBase, rightBase), snapshot(LEFT, left), snapshot(RIGHT, right));
    assertThat(described(merge)).as(about).isEqualTo(decision);
    assertThat(merge.leftBase().view()).isEqualTo(view(newLeftBase));
    assertThat(merge.rightBase().view()).isEqualTo(view(newRightBase));
  }

  private static String described(Plan.Merge merge) {
    StringBuilder text = new StringBuilder();
    merge.toLeft().values().forEach(v -> text.append("poweroffice=").append(v.orElse(NONE)));
    merge.toRight().values().forEach(v -> text.append("webcrm=").append(v.orElse(NONE)));
    merge.losers().forEach(loser -> text.append(" lost ").append(loser.value()));
    if (!merge.holds().isEmpty()) {
      text.append("held");
    }
    return text.isEmpty() ? "-" : text.toString();
  }

  // --- what the tables leave out ---

  @Test
  void latestIsTheRecordThatChangedMoreThanASecondLater() {
    Snapshot left = snapshot(LEFT, "b", NINE, false);
    assertThat(
            described(
                merge(
                    LATEST,
                    link("a", "a"),
                    left,
                    snapshot(RIGHT, "c", NINE.plusMillis(1001), false))))
        .isEqualTo("poweroffice=c lost b");
    assertThat(
            described(
                merge(
                    LATEST,
                    link("a", "a"),
                    left,
                    snapshot(RIGHT, "c", NINE.plusMillis(1000), false))))
        .isEqualTo("webcrm=b lost c");
    assertThat(
            described(
                merge(
                    LATEST,
                    link("a", "a"),
                    left,
                    snapshot(RIGHT, "c", NINE.minusSeconds(60), false))))
        .isEqualTo("webcrm=b lost c");
  }

  @Test
  void aConflictNamesPropertyAndWinner() {
    assertThat(merge(WEBCRM, link("a", "a"), snapshot(LEFT, "b"), snapshot(RIGHT, "c")).conflicts())
        .containsExactly(new Conflict("name", Optional.of(SystemName.WEBCRM)));
    assertThat(merge(HOLD, link("a", "a"), snapshot(LEFT, "b"), snapshot(RIGHT, "c")).conflicts())
        .containsExactly(new Conflict("name", Optional.empty()));
  }

  @Test
  void whatTheSystemMadeOfOurOwnWriteIsNoEdit() {
    Base written = new Base(view("b"), Optional.empty(), Optional.empty(), Set.of("name"));
    Link link =
        Link.of(LEFT).linkedTo(RIGHT).inSync(base("b"), written, Optional.empty(), Map.of());
    Plan.Merge ours =
        merge(POWEROFFICE, link, snapshot(LEFT, "b"), snapshot(RIGHT, "B!", NINE, true));
    assertThat(described(ours)).isEqualTo("-");
    assertThat(ours.rightBase()).isEqualTo(base("B!"));
    Plan.Merge theirs =
        merge(POWEROFFICE, link, snapshot(LEFT, "b"), snapshot(RIGHT, "B!", NINE, false));
    assertThat(described(theirs)).isEqualTo("poweroffice=B!");
  }

  @Test
  void aValueThatGoesBackAndForthMoreThanThreeTimesIsHeldUntilItIsSetAgain() {
    Link link = link("a", "a");
    String left = "b";
    String right = "a";
    int writes = 0;
    for (int i = 0; i < 10; i++) {
      Plan.Merge merge = merge(POWEROFFICE, link, snapshot(LEFT, left), snapshot(RIGHT, right));
      if (!merge.writes()) {
        assertThat(merge.holds()).extracting(Reason::code).containsExactly(Reason.Code.BOUNCES);
        break;
      }
      writes++;
      link = link.inSync(merge.leftBase(), merge.rightBase(), Optional.empty(), merge.bounces());
      // Something on the side just written brings the old value back.
      if (merge.toRight().isEmpty()) {
        right = left(merge);
        left = "b";
      } else {
        left = "b";
        right = "a";
      }
    }
    assertThat(writes).isEqualTo(4);
    assertThat(described(merge(POWEROFFICE, link, snapshot(LEFT, "new"), snapshot(RIGHT, right))))
        .contains("webcrm=new");
  }

  private static String left(Plan.Merge merge) {
    return merge.leftBase().view().get("name").orElse(NONE);
  }

  @Test
  void aPersonMovedToAnotherOrganisationIsHeldAndNothingIsWritten() {
    Link link =
        Link.of(LEFT)
            .linkedTo(RIGHT)
            .inSync(
                base("a"),
                base("a").withOwner(Optional.of(new RecordId("70"))),
                Optional.empty(),
                Map.of());
    Presence left = new Presence.Present(snapshot(LEFT, "b"));
    Presence moved = new Presence.Present(under(snapshot(RIGHT, "a"), "71"));
    Presence back = new Presence.Present(under(snapshot(RIGHT, "a"), "70"));
    Optional<Owner> owner = Optional.of(new Owner.Linked(new RecordId("70")));
    Reconciler reconciler = new Reconciler(rules(POWEROFFICE));
    assertThat(described(reconciler.decide(Optional.of(link), left, moved, owner, Facts.NONE)))
        .isEqualTo("held");
    assertThat(described(reconciler.decide(Optional.of(link), left, back, owner, Facts.NONE)))
        .isEqualTo("merge");
  }

  @Test
  void anOwnerThatIsNotThereKeepsItsPersonWaiting() {
    Reconciler reconciler = new Reconciler(rules(POWEROFFICE));
    assertThat(
            described(
                reconciler.decide(
                    Optional.empty(),
                    A,
                    GONE,
                    Optional.of(new Owner.Waiting("not linked")),
                    Facts.NONE)))
        .isEqualTo("due");
    assertThat(
            described(
                reconciler.decide(
                    Optional.empty(), A, GONE, Optional.of(new Owner.Blocked("held")), Facts.NONE)))
        .isEqualTo("held");
    assertThat(
            described(
                reconciler.decide(
                    Optional.empty(),
                    A,
                    GONE,
                    Optional.of(new Owner.Unknown("a time-out")),
                    Facts.NONE)))
        .isEqualTo("due");
  }

  @Test
  void whatHasNoPlaceToBeLookedForIsForgottenOnlyIfNothingWasBegun() {
    Reconciler reconciler = new Reconciler(rules(POWEROFFICE));
    Optional<Owner> blocked = Optional.of(new Owner.Blocked("ended"));
    assertThat(
            described(reconciler.decide(stored("creating"), INACTIVE, GONE, blocked, Facts.NONE)))
        .isEqualTo("held");
    assertThat(described(reconciler.decide(stored("pending"), INACTIVE, GONE, blocked, Facts.NONE)))
        .isEqualTo("forget");
  }

  @Test
  void withoutCreatingARecordIsOnlyLinkedToAnExistingOne() {
    Rules rules =
        new Rules(
            List.of(NAME),
            POWEROFFICE,
            true,
            Set.of(),
            Map.of(),
            Optional.empty(),
            new BySystem<>(Lengths.UNKNOWN, Lengths.UNKNOWN));
    Reconciler reconciler = new Reconciler(rules);
    assertThat(
            described(reconciler.decide(Optional.empty(), A, GONE, Optional.empty(), Facts.NONE)))
        .isEqualTo("forget");
    assertThat(described(reconciler.decide(Optional.empty(), A, B, Optional.empty(), Facts.NONE)))
        .isEqualTo("adopt");
  }

  @Test
  void aRecordThatWebCrmCouldNotHoldIsNotCreated() {
    Rules rules =
        new Rules(
            List.of(
                new Property(
                    "name", TextField.text("Name"), TextField.required("OrganisationName"))),
            POWEROFFICE,
            true,
            Set.of(SystemName.WEBCRM),
            Map.of(),
            Optional.empty(),
            new BySystem<>(Lengths.UNKNOWN, Lengths.UNKNOWN));
    Presence nameless = new Presence.Present(snapshot(LEFT, NONE));
    assertThat(
            described(
                new Reconciler(rules)
                    .decide(Optional.empty(), nameless, GONE, Optional.empty(), Facts.NONE)))
        .isEqualTo("held");
  }

  // --- material ---

  private static final Property NAME =
      new Property("name", TextField.required("Name"), TextField.text("OrganisationName"));

  private static Rules rules(ConflictPolicy policy) {
    return new Rules(
        List.of(NAME),
        policy,
        true,
        Set.of(SystemName.WEBCRM),
        Map.of(),
        Optional.empty(),
        new BySystem<>(Lengths.UNKNOWN, TEN));
  }

  private static Plan.Merge merge(ConflictPolicy policy, Link link, Snapshot left, Snapshot right) {
    return new PropertyMerge(rules(policy), link, left, right, Facts.NONE)
        .plan(Plan.Merge.Kind.UPDATE);
  }

  private static Link link(String leftBase, String rightBase) {
    return Link.of(LEFT)
        .linkedTo(RIGHT)
        .inSync(base(leftBase), base(rightBase), Optional.empty(), Map.of());
  }

  private static Base base(String name) {
    return new Base(view(name), Optional.empty(), Optional.empty(), Set.of());
  }

  private static View view(String name) {
    return name.isEmpty() ? View.EMPTY : new View(Map.of("name", name));
  }

  private static Presence present(RecordId id, Optional<String> inactive, String name) {
    return new Presence.Present(
        new Snapshot(
            id,
            view(name),
            Columns.NONE,
            inactive,
            Optional.empty(),
            Optional.of(NINE),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty()));
  }

  private static Snapshot snapshot(RecordId id, String name) {
    return snapshot(id, name, NINE, false);
  }

  private static Snapshot snapshot(RecordId id, String name, Instant changedAt, boolean byApi) {
    return new Snapshot(
        id,
        view(name),
        Columns.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.of(changedAt),
        Optional.empty(),
        byApi,
        Optional.empty(),
        Optional.empty());
  }

  private static Snapshot under(Snapshot snapshot, String owner) {
    return new Snapshot(
        snapshot.id(),
        snapshot.view(),
        snapshot.columns(),
        snapshot.inactive(),
        Optional.of(new RecordId(owner)),
        snapshot.changedAt(),
        Optional.empty(),
        snapshot.byIntegration(),
        Optional.empty(),
        Optional.empty());
  }
}
