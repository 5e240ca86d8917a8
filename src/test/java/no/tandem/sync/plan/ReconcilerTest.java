package no.tandem.sync.plan;

import static no.tandem.sync.pair.ConflictPolicy.HOLD;
import static no.tandem.sync.pair.ConflictPolicy.LATEST;
import static no.tandem.sync.pair.ConflictPolicy.POWEROFFICE;
import static no.tandem.sync.pair.ConflictPolicy.WEBCRM;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.pair.TextField;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is decided, as two tables: one for whole records, one for a property.
 *
 * <p>The property holds five characters in webCRM and is required in PowerOffice. In the tables,
 * "was" is the base, the value that both systems had when they last agreed; PO is PowerOffice; an
 * empty cell is no value.
 */
class ReconcilerTest {
  private static final RecordId LEFT = new RecordId("1001");
  private static final RecordId RIGHT = new RecordId("57");
  private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
  private static final Lengths FIVE = new Lengths(Map.of("OrganisationName", 5));
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

  /** The webCRM record is the linked one or, without a link, the one that matches. */
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          stored link | PowerOffice | webCRM   | decision
          none        | there       | gone     | create
          none        | there       | there    | adopt
          none        | there       | resigned | create
          none        | there       | unknown  | due
          none        | archived    | gone     | forget
          none        | archived    | there    | forget
          none        | gone        | gone     | forget
          none        | unknown     | gone     | due
          pending     | there       | gone     | create
          pending     | there       | there    | adopt
          pending     | archived    | gone     | forget
          pending     | gone        | gone     | forget
          pending     | unknown     | gone     | due
          creating    | there       | gone     | create
          creating    | there       | there    | adopt
          creating    | archived    | there    | end: archived in PowerOffice
          creating    | archived    | gone     | forget
          creating    | gone        | there    | end: deleted in PowerOffice
          creating    | gone        | gone     | held
          creating    | there       | resigned | end: Resigned in webCRM
          creating    | archived    | resigned | end: archived in PowerOffice
          creating    | there       | unknown  | due
          active      | there       | there    | merge
          active      | archived    | there    | end: archived in PowerOffice
          active      | gone        | there    | end: deleted in PowerOffice
          active      | there       | resigned | end: Resigned in webCRM
          active      | there       | gone     | end: deleted in webCRM
          active      | archived    | gone     | end: archived in PowerOffice
          active      | unknown     | there    | due
          active      | there       | unknown  | due
          active      | gone        | unknown  | due
          ended       | there       | there    | resume
          ended       | archived    | there    | nothing
          ended       | gone        | there    | nothing
          ended       | there       | gone     | nothing
          ended       | there       | resigned | nothing
          ended       | there       | unknown  | due
          ended       | unknown     | there    | due
          """)
  void decidesOnRecords(String link, String powerOffice, String webCrm, String decision) {
    Plan plan =
        new Reconciler(rules(POWEROFFICE))
            .decide(
                stored(link),
                powerOffice.equals("there") ? A : presence(powerOffice),
                webCrm.equals("there") ? B : presence(webCrm),
                Optional.empty(),
                OwnWriteFacts.NONE);
    assertThat(described(plan)).isEqualTo(decision);
  }

  private static Presence presence(String word) {
    return switch (word) {
      case "archived" -> INACTIVE;
      case "resigned" -> RESIGNED;
      case "gone" -> GONE;
      case "unknown" -> UNKNOWN;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static Optional<Link> stored(String link) {
    Link pending =
        Link.of(LinkKey.of(LEFT)).held(Hold.held(new Reason(Reason.Code.OTHER, "ambiguous")));
    Base base = base("Fjord");
    Link active = pending.linkedTo(RIGHT).inSync(base, base, Optional.empty(), Map.of());
    return switch (link) {
      case "none" -> Optional.empty();
      case "pending" -> Optional.of(pending);
      case "creating" ->
          Optional.of(pending.creating(Base.NONE, new LinkState.Intent(NINE, View.EMPTY)));
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
      case Plan.Recreate recreate -> "again in " + recreate.system();
      case Plan.Reactivate reactivate -> "reactivate in " + reactivate.system();
      case Plan.End end -> "end: " + end.reason();
      case Plan.Wait wait -> wait.hold().kind() == Hold.Kind.DEFERRED ? "due" : "held";
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

  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      delimiter = '|',
      textBlock =
          """
          about                                   | policy      | PO was    | webCRM was | PO is     | webCRM is | decision               | PO base   | webCRM base
          no edit                                 | POWEROFFICE | a         | a          | a         | a         | nothing                | a         | a
          edited in PowerOffice                   | POWEROFFICE | a         | a          | b         | a         | webCRM := b            | b         | b
          edited in webCRM                        | POWEROFFICE | a         | a          | a         | b         | PO := b                | b         | b
          edited in PowerOffice, webCRM would win | WEBCRM      | a         | a          | b         | a         | webCRM := b            | b         | b
          cleared in PowerOffice                  | POWEROFFICE | a         | a          |           | a         | webCRM cleared         |           |
          cleared in webCRM, but required         | POWEROFFICE | a         | a          | a         |           | held                   | a         | a
          filled in webCRM                        | POWEROFFICE |           |            |           | b         | PO := b                | b         | b
          both edited alike                       | POWEROFFICE | a         | a          | b         | b         | nothing                | b         | b
          both edited alike, held policy          | HOLD        | a         | a          | b         | b         | nothing                | b         | b
          conflict, PowerOffice wins              | POWEROFFICE | a         | a          | b         | c         | webCRM := b; c lost    | b         | b
          conflict, webCRM wins                   | WEBCRM      | a         | a          | b         | c         | PO := c; b lost        | c         | c
          conflict, latest within a second        | LATEST      | a         | a          | b         | c         | webCRM := b; c lost    | b         | b
          conflict, held                          | HOLD        | a         | a          | b         | c         | held                   | unsettled | unsettled
          conflict, cleared in PowerOffice        | POWEROFFICE | a         | a          |           | c         | webCRM cleared; c lost |           |
          conflict, cleared in webCRM, required   | WEBCRM      | a         | a          | b         |           | held                   | a         | a
          first match, equal                      | POWEROFFICE |           |            | b         | b         | nothing                | b         | b
          first match, filled in webCRM           | POWEROFFICE |           |            | b         |           | webCRM := b            | b         | b
          first match, filled in PowerOffice      | WEBCRM      |           |            |           | c         | PO := c                | c         | c
          first match, different                  | POWEROFFICE |           |            | b         | c         | webCRM := b; c lost    | b         | b
          too long for webCRM                     | POWEROFFICE | a         | a          | fjordnett | a         | webCRM := fjordnett    | fjordnett | fjord
          cut form untouched is no edit           | POWEROFFICE | fjordnett | fjord      | fjordnett | fjord     | nothing                | fjordnett | fjord
          edited behind the cut                   | POWEROFFICE | fjordnett | fjord      | fjordline | fjord     | nothing                | fjordline | fjord
          short form really edited                | POWEROFFICE | fjordnett | fjord      | fjordnett | Fisk      | PO := Fisk             | Fisk      | Fisk
          first match with the cut form           | HOLD        |           |            | fjordnett | fjord     | nothing                | fjordnett | fjord
          """)
  void decidesOnProperties(
      String about,
      ConflictPolicy policy,
      @Nullable String leftWas,
      @Nullable String rightWas,
      @Nullable String left,
      @Nullable String right,
      String decision,
      @Nullable String leftBase,
      @Nullable String rightBase) {
    Plan.Merge merge =
        merge(
            policy,
            link(value(leftWas), value(rightWas)),
            snapshot(LEFT, value(left)),
            snapshot(RIGHT, value(right)));
    assertThat(described(merge)).as(about).isEqualTo(decision);
    assertThat(merge.leftBase().view()).isEqualTo(view(value(leftBase)));
    assertThat(merge.rightBase().view()).isEqualTo(view(value(rightBase)));
  }

  private static String value(@Nullable String cell) {
    return cell == null ? NONE : cell.equals("unsettled") ? UNSETTLED : cell;
  }

  private static String described(Plan.Merge merge) {
    StringBuilder text = new StringBuilder();
    merge.toLeft().values().forEach(value -> text.append("PO").append(becomes(value)));
    merge.toRight().values().forEach(value -> text.append("webCRM").append(becomes(value)));
    merge
        .losers()
        .forEach(lostValue -> text.append("; ").append(lostValue.value()).append(" lost"));
    if (!merge.holds().isEmpty()) {
      text.append("held");
    }
    return text.isEmpty() ? "nothing" : text.toString();
  }

  private static String becomes(Optional<String> value) {
    return value.map(text -> " := " + text).orElse(" cleared");
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
        .isEqualTo("PO := c; b lost");
    assertThat(
            described(
                merge(
                    LATEST,
                    link("a", "a"),
                    left,
                    snapshot(RIGHT, "c", NINE.plusMillis(1000), false))))
        .isEqualTo("webCRM := b; c lost");
    assertThat(
            described(
                merge(
                    LATEST,
                    link("a", "a"),
                    left,
                    snapshot(RIGHT, "c", NINE.minusSeconds(60), false))))
        .isEqualTo("webCRM := b; c lost");
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
        Link.of(LinkKey.of(LEFT))
            .linkedTo(RIGHT)
            .inSync(base("b"), written, Optional.empty(), Map.of());
    Plan.Merge ours =
        merge(POWEROFFICE, link, snapshot(LEFT, "b"), snapshot(RIGHT, "B!", NINE, true));
    assertThat(described(ours)).isEqualTo("nothing");
    assertThat(ours.rightBase()).isEqualTo(base("B!"));
    Plan.Merge theirs =
        merge(POWEROFFICE, link, snapshot(LEFT, "b"), snapshot(RIGHT, "B!", NINE, false));
    assertThat(described(theirs)).isEqualTo("PO := B!");
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
      link = link.inSync(merge.leftBase(), merge.rightBase(), Optional.empty(), merge.lastWrites());
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
        .contains("webCRM := new");
  }

  private static String left(Plan.Merge merge) {
    return merge.leftBase().view().get("name").orElse(NONE);
  }

  @Test
  void aPersonMovedToAnotherOrganisationIsHeldAndNothingIsWritten() {
    Link link =
        Link.of(LinkKey.of(LEFT))
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
    assertThat(
            described(reconciler.decide(Optional.of(link), left, moved, owner, OwnWriteFacts.NONE)))
        .isEqualTo("held");
    assertThat(
            described(reconciler.decide(Optional.of(link), left, back, owner, OwnWriteFacts.NONE)))
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
                    OwnWriteFacts.NONE)))
        .isEqualTo("due");
    assertThat(
            described(
                reconciler.decide(
                    Optional.empty(),
                    A,
                    GONE,
                    Optional.of(new Owner.Blocked("held")),
                    OwnWriteFacts.NONE)))
        .isEqualTo("held");
    assertThat(
            described(
                reconciler.decide(
                    Optional.empty(),
                    A,
                    GONE,
                    Optional.of(new Owner.Unknown("a time-out")),
                    OwnWriteFacts.NONE)))
        .isEqualTo("due");
  }

  @Test
  void whatHasNoPlaceToBeLookedForIsForgottenOnlyIfNothingWasBegun() {
    Reconciler reconciler = new Reconciler(rules(POWEROFFICE));
    Optional<Owner> blocked = Optional.of(new Owner.Blocked("ended"));
    assertThat(
            described(
                reconciler.decide(stored("creating"), INACTIVE, GONE, blocked, OwnWriteFacts.NONE)))
        .isEqualTo("held");
    assertThat(
            described(
                reconciler.decide(stored("pending"), INACTIVE, GONE, blocked, OwnWriteFacts.NONE)))
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
            described(
                reconciler.decide(Optional.empty(), A, GONE, Optional.empty(), OwnWriteFacts.NONE)))
        .isEqualTo("forget");
    assertThat(
            described(
                reconciler.decide(Optional.empty(), A, B, Optional.empty(), OwnWriteFacts.NONE)))
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
                    .decide(
                        Optional.empty(), nameless, GONE, Optional.empty(), OwnWriteFacts.NONE)))
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
        new BySystem<>(Lengths.UNKNOWN, FIVE));
  }

  private static Plan.Merge merge(ConflictPolicy policy, Link link, Snapshot left, Snapshot right) {
    return new PropertyMerge(rules(policy), link, left, right, OwnWriteFacts.NONE)
        .plan(Plan.Merge.Kind.UPDATE);
  }

  private static Link link(String leftBase, String rightBase) {
    return Link.of(LinkKey.of(LEFT))
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
