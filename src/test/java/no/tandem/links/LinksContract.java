package no.tandem.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import no.tandem.remote.Reservations.Answer;
import no.tandem.remote.Reservations.Pace;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.LastWrite;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Links.StaleLinkException;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.link.OpenWrite;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.Reason;
import no.tandem.sync.link.RunState;
import no.tandem.sync.link.UpdateWatch;
import no.tandem.sync.proposal.Entry;
import no.tandem.sync.proposal.Proposal;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.proposal.Spent;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Overlap;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What the link store does on any DynamoDB: the real engine's local one, and the double. */
abstract class LinksContract {
  static final LinksConfiguration CONFIGURATION =
      new LinksConfiguration("links", true, Duration.ofDays(90));
  private static final LinkState.Intent BEGUN = new LinkState.Intent(Instant.EPOCH, View.EMPTY);
  private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

  private final DynamoDbClient client;
  private final LinkStore store;
  private final String tenant = "t-" + UUID.randomUUID();
  private final PairStore ofCustomers;
  private final PairStore ofDepartments;
  private final Links customers;
  private final Links departments;

  LinksContract(DynamoDbClient client) {
    this.client = client;
    this.store = new LinkStore(client, CONFIGURATION, Clock.fixed(NOON, ZoneOffset.UTC));
    this.ofCustomers = store.of(tenant, "customers", "organisation");
    this.ofDepartments = store.of(tenant, "departments", "organisation");
    this.customers = ofCustomers.links();
    this.departments = ofDepartments.links();
  }

  @Test
  void everyPartOfALinkComesBack() {
    Base left =
        new Base(
            new View(Map.of("name", "Æ 🐟 " + "x".repeat(250), "phone", "+47")),
            Optional.of(id("5")),
            Optional.of(Instant.parse("2025-02-01T08:00:00Z")),
            Set.of("name", "phone"));
    Hold hold =
        new Hold(
            Hold.Kind.HELD,
            new Reason(Reason.Code.AMBIGUOUS, "why"),
            Optional.of("remote"),
            new Hold.Ambiguity(2, Map.of(id("7"), "a", id("8"), "b"), 3, Set.of(id("11"))),
            Optional.of(key("9")),
            new Hold.Seen("l", "r"),
            new Hold.Tries(4, Optional.of(Instant.parse("2026-03-01T09:08:00Z"))),
            Optional.of(new Hold.Proposed(17, "0123456789abcdef", Optional.of(id("12")))));
    Link full =
        new Link(
            key("1"),
            new LinkState.Linked(
                id("100"),
                Map.of(
                    "phone",
                    new LastWrite(
                        SystemName.WEBCRM,
                        "",
                        2,
                        Optional.of(Instant.parse("2026-10-24T22:34:00Z")))),
                Map.of(
                    "phone",
                    new OpenWrite(SystemName.POWEROFFICE, "", "+47", "+47 1", 1)
                        .madeAt(Instant.parse("2026-03-01T09:00:00Z"))),
                Optional.of(
                    new LinkState.Deactivated(
                        SystemName.WEBCRM, Map.of("PersonStatus", "Active", "x", "")))),
            left,
            Base.NONE,
            Optional.of(hold),
            Map.of("webcrm.phone", "", "webcrm.create", "-"),
            0);
    Link stored = customers.save(full, full);
    assertThat(stored.version()).isPositive();
    assertThat(read(customers, "1")).isEqualTo(stored);
    assertThat(stored.stored(0)).isEqualTo(full);
    Link ended = customers.save(stored, stored.ended(hold));
    assertThat(read(customers, "1")).isEqualTo(ended);
    Link creating =
        pending("4")
            .called(Optional.of("solvang as"))
            .creating(
                left,
                new LinkState.Intent(
                    Instant.parse("2026-03-01T09:00:00.123Z"), new View(Map.of("name", "x"))));
    assertThat(customers.save(creating, creating).stored(0)).isEqualTo(creating);
    assertThat(read(customers, "4").stored(0)).isEqualTo(creating);
    Link waiting = waiting("3", "solvang as");
    assertThat(customers.save(waiting, waiting).stored(0)).isEqualTo(waiting);
    assertThat(read(customers, "3").stored(0)).isEqualTo(waiting);
    Link empty = pending("2");
    assertThat(customers.save(empty, empty).stored(0)).isEqualTo(empty);
    assertThat(read(customers, "2").stored(0)).isEqualTo(empty);
  }

  @Test
  void aLinkThatWasStoredByAnotherRunIsNotOverwritten() {
    Link first = customers.save(pending("1"), pending("1"));
    assertThatThrownBy(() -> customers.save(pending("1"), pending("1")))
        .isInstanceOf(StaleLinkException.class)
        .hasMessageContaining("another run changed it");
    customers.save(first, creating("1"));
    assertThatThrownBy(() -> customers.save(first, creating("1")))
        .isInstanceOf(StaleLinkException.class);
    assertThat(read(customers, "1").version()).isGreaterThan(first.version());
  }

  @Test
  void aWebCrmRecordHasOneLinkOverAllPairs() {
    link(customers, "1", "100");
    assertThatThrownBy(() -> link(departments, "1", "100"))
        .isInstanceOf(StaleLinkException.class)
        .hasMessageContaining("claimed by another link");
    assertThat(departments.byKey(Set.of(key("1")))).isEmpty();
    assertThatThrownBy(() -> link(customers, "2", "100")).isInstanceOf(StaleLinkException.class);
    assertThat(departments.claims(Set.of(id("100"), id("101"))))
        .isEqualTo(Map.of(id("100"), new LinkReader.Claim("customers", key("1"), false)));
    link(store.of(tenant, "contact-persons", "person").links(), "1", "100");
    link(store.of(tenant + "-other", "customers", "organisation").links(), "1", "100");
  }

  @Test
  void whoseRecordsATenantHasIsKeptUntilAnOperatorConfirmsAnother() {
    PinnedTenant pinned = store.pinned(tenant);
    assertThat(pinned.identities()).isEmpty();
    assertThat(pinned.pin(SystemName.WEBCRM, "11")).isEqualTo("11");
    assertThat(pinned.pin(SystemName.WEBCRM, "12")).as("kept").isEqualTo("11");
    assertThat(pinned.pin(SystemName.POWEROFFICE, "berg")).isEqualTo("berg");
    Map<SystemName, String> moved = Map.of(SystemName.WEBCRM, "12", SystemName.POWEROFFICE, "berg");
    assertThat(pinned.isVerified("customers", moved)).isFalse();
    pinned.verified("customers", moved);
    assertThat(pinned.isVerified("customers", moved)).isTrue();
    assertThat(pinned.isVerified("departments", moved)).isFalse();
    assertThat(pinned.isVerified("customers", pinned.identities())).isFalse();
    pinned.confirm(moved, "Kari");
    assertThat(pinned.identities()).isEqualTo(moved);
    assertThat(pinned.isVerified("customers", moved)).isFalse();
    assertThat(store.pinned(tenant + "-other").identities()).isEmpty();
  }

  @Test
  void aLinkThatNamesNoRecordAnyMoreLeavesNoClaim() {
    Link active = link(customers, "1", "100");
    customers.save(active, pending("1"));
    assertThat(customers.claims(Set.of(id("100")))).isEmpty();
    link(departments, "7", "100");
  }

  @Test
  void anEndedLinkGivesItsRecordFreeAndCanTakeItUpAgain() {
    Link active = link(customers, "1", "100");
    Link ended = customers.save(active, ended(active));
    assertThat(customers.claims(Set.of(id("100"))).get(id("100")))
        .isEqualTo(new LinkReader.Claim("customers", key("1"), true));
    Link again = customers.save(ended, again(ended));
    assertThat(customers.claims(Set.of(id("100"))).get(id("100")))
        .isEqualTo(new LinkReader.Claim("customers", key("1"), false));
    Link endedAgain = customers.save(again, ended(again));
    link(departments, "7", "100");
    assertThatThrownBy(() -> customers.save(endedAgain, again(endedAgain)))
        .isInstanceOf(StaleLinkException.class);
    assertThat(read(customers, "1").state()).isEqualTo(Link.State.ENDED);
  }

  @Test
  void whatIsHeldDueOrBeingCreatedIsUnsettled() {
    customers.save(pending("1"), hold(pending("1"), Hold.Kind.HELD));
    customers.save(pending("2"), hold(pending("2"), Hold.Kind.DEFERRED));
    customers.save(pending("3"), creating("3"));
    Link active = link(customers, "4", "100");
    Link ended = link(customers, "5", "101");
    customers.save(ended, hold(ended(ended), Hold.Kind.ENDED));
    assertThat(ids(customers.unsettled())).containsExactlyInAnyOrder("1", "2", "3");
    Link held = customers.save(active, hold(active, Hold.Kind.HELD));
    assertThat(ids(customers.unsettled())).contains("4");
    customers.save(held, active);
    assertThat(ids(customers.unsettled())).doesNotContain("4");
    assertThat(departments.unsettled()).isEmpty();
  }

  @Test
  void whatWaitsForAnOwnerIsFoundByIt() {
    Hold waits = Hold.deferred(new Reason(Reason.Code.OWNER_WAITS, "why")).waitingFor(key("9"));
    Link waiting = customers.save(pending("1"), pending("1").held(waits));
    customers.save(pending("2"), pending("2").held(waits.waitingFor(key("8"))));
    assertThat(customers.unsettled()).as("no sweep has to know of them").isEmpty();
    assertThat(ids(customers.waitingFor(Set.of(key("9"), key("7"))))).containsExactly("1");
    customers.save(waiting, hold(waiting, Hold.Kind.DEFERRED));
    assertThat(customers.waitingFor(Set.of(key("9")))).isEmpty();
    assertThat(ids(customers.unsettled())).containsExactly("1");
  }

  @Test
  void whatIsLinkedHeldOrEndedHasMoved() {
    assertThat(customers.moves("", 10)).isEqualTo(LinkReader.Moves.NONE);
    Link first = link(customers, "1", "100");
    LinkReader.Moves one = customers.moves("", 10);
    assertThat(one.links()).containsExactly(key("1"));
    customers.save(first, first);
    customers.save(pending("2"), hold(pending("2"), Hold.Kind.DEFERRED));
    assertThat(customers.moves(one.last(), 10)).isEqualTo(LinkReader.Moves.NONE);
    customers.save(pending("3"), hold(pending("3"), Hold.Kind.HELD));
    link(customers, "4", "101");
    assertThat(customers.moves(one.last(), 1).links()).hasSize(1);
    assertThat(customers.moves(one.last(), 10).links())
        .containsExactlyInAnyOrder(key("3"), key("4"));
    assertThat(departments.moves("", 10).links()).isEmpty();
  }

  @Test
  void aForgottenRecordIsGoneUnlessItChanged() {
    Link first = customers.save(pending("1"), pending("1"));
    Link second = customers.save(first, creating("1"));
    assertThat(customers.forget(first)).isFalse();
    assertThat(customers.byKey(Set.of(key("1")))).isNotEmpty();
    assertThat(customers.forget(second)).isTrue();
    assertThat(customers.byKey(Set.of(key("1")))).isEmpty();
    assertThat(customers.forget(second)).as("it is gone already").isFalse();
  }

  // --- names ---

  @Test
  void aNameIsKnownAsLongAsItsRecordWaits() {
    Link first = customers.save(waiting("1", "solvang as"), waiting("1", "solvang as"));
    Link second = customers.save(waiting("2", "solvang as"), waiting("2", "solvang as"));
    customers.save(waiting("3", "berg"), waiting("3", "berg"));
    List<String> asked = List.of("solvang as", "solvang", "oslo");
    assertThat(customers.waiting(asked))
        .isEqualTo(Map.of("solvang as", Set.of(key("1"), key("2"))));
    assertThat(departments.waiting(asked)).isEmpty();

    Link renamed = customers.save(first, named(first, "oslo"));
    assertThat(customers.waiting(asked))
        .isEqualTo(Map.of("solvang as", Set.of(key("2")), "oslo", Set.of(key("1"))));
    customers.save(second, named(active("2", "100"), "solvang as"));
    customers.forget(renamed);
    assertThat(customers.waiting(asked)).isEmpty();
  }

  @Test
  void whatIsLeftAloneKeepsNoNameFromOthers() {
    Link waiting = customers.save(waiting("1", "solvang as"), waiting("1", "solvang as"));
    Link ignored = customers.save(waiting, named(hold(waiting, Hold.Kind.IGNORED), "solvang as"));
    assertThat(customers.waiting(List.of("solvang as"))).isEmpty();
    customers.save(ignored, named(hold(ignored, Hold.Kind.DEFERRED), "solvang as"));
    assertThat(customers.waiting(List.of("solvang as"))).hasSize(1);
  }

  @Test
  void whatIsProposedKeepsItsNameFromOthers() {
    Link proposed = named(proposed("1", 1), "solvang as");
    proposals("customers")
        .propose(
            Proposal.NONE,
            Proposal.NONE,
            List.of(new Proposals.Proposed(pending("1"), proposed, adoption(1, "1"))));
    assertThat(customers.waiting(List.of("solvang as")))
        .isEqualTo(Map.of("solvang as", Set.of(key("1"))));
  }

  @Test
  void cursorsAreKeptForEachSystemAndPair() {
    assertThat(ofCustomers.runState().cursor(SystemName.WEBCRM)).isEmpty();
    Cursor cursor = new Cursor(Stamp.of("2026-08-14T09:05:00+01:00"), Duration.ofSeconds(30), 5000);
    ofCustomers.runState().saveCursor(SystemName.WEBCRM, cursor);
    assertThat(ofCustomers.runState().cursor(SystemName.WEBCRM)).contains(cursor);
    assertThat(ofCustomers.runState().cursor(SystemName.POWEROFFICE)).isEmpty();
    assertThat(ofDepartments.runState().cursor(SystemName.WEBCRM)).isEmpty();
    Cursor more =
        new Cursor(
            cursor.stamp(),
            cursor.listingTook(),
            5000,
            Set.of("name"),
            new Overlap(List.of("", "q83vEjRWeJCr", "")));
    ofCustomers.runState().saveCursor(SystemName.WEBCRM, more);
    assertThat(ofCustomers.runState().cursor(SystemName.WEBCRM)).contains(more);
    assertThat(customers.all()).isEmpty();
  }

  @Test
  void theLeaseIsOneRunsUntilItEndsOrIsGivenBack() {
    Instant end = NOON.plusSeconds(130);
    assertThat(ofCustomers.runState().lease("one", end)).isTrue();
    assertThat(ofCustomers.runState().lease("other", end)).isFalse();
    assertThat(ofDepartments.runState().lease("other", end)).as("another pair").isTrue();
    ofCustomers.runState().release("other");
    assertThat(ofCustomers.runState().lease("other", end))
        .as("it is not the other's to give back")
        .isFalse();
    assertThat(ofCustomers.runState().lease("one", end.plusSeconds(60)))
        .as("kept for longer")
        .isTrue();

    Clock later = Clock.fixed(end.plusSeconds(60), ZoneOffset.UTC);
    RunState then =
        new LinkStore(client, CONFIGURATION, later)
            .of(tenant, "customers", "organisation")
            .runState();
    assertThat(then.lease("other", end.plusSeconds(200))).as("at its very end").isFalse();
    later = Clock.fixed(end.plusSeconds(61), ZoneOffset.UTC);
    then =
        new LinkStore(client, CONFIGURATION, later)
            .of(tenant, "customers", "organisation")
            .runState();
    assertThat(then.lease("other", end.plusSeconds(200))).isTrue();
    assertThat(then.lease("one", end.plusSeconds(200))).as("it was taken over").isFalse();
    then.release("other");
    assertThat(then.lease("one", end.plusSeconds(200))).as("it was given back").isTrue();
  }

  @Test
  void manyLinksAreReadPageByPage() {
    Map<LinkKey, Link> expected = new HashMap<>();
    for (int i = 1; i <= 2_500; i++) {
      Link link = pending(Integer.toString(i));
      Base base =
          new Base(
              new View(Map.of("name", "x".repeat(600))),
              Optional.empty(),
              Optional.empty(),
              Set.of());
      Link wide = new Link(link.key(), link.standing(), base, base, Optional.empty(), Map.of(), 0);
      expected.put(link.key(), customers.save(wide, wide));
    }
    assertThat(customers.all()).containsExactlyInAnyOrderElementsOf(expected.values());
    Set<LinkKey> some = new HashSet<>();
    for (int i = 1; i <= 350; i++) {
      some.add(key(Integer.toString(i * 3)));
    }
    Map<LinkKey, Link> read = customers.byKey(some);
    assertThat(read.keySet()).isEqualTo(some);
    read.forEach((key, link) -> assertThat(link).isEqualTo(expected.get(key)));
    assertThat(customers.byKey(Set.of())).isEmpty();
  }

  @Test
  void ofTwoThatRaceForARecordOneWins() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 50; round++) {
        String right = Integer.toString(1000 + round);
        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<Boolean>> racers = new ArrayList<>();
        for (Links links : List.of(customers, departments)) {
          racers.add(
              () -> {
                together.await();
                try {
                  link(links, right, right);
                  return true;
                } catch (StaleLinkException e) {
                  return false;
                }
              });
        }
        int winners = 0;
        for (Future<Boolean> racer : threads.invokeAll(racers)) {
          winners += racer.get() ? 1 : 0;
        }
        // Both may lose a round to each other; two may never win it.
        assertThat(winners).isLessThanOrEqualTo(1);
        int stored =
            customers.byKey(Set.of(key(right))).size()
                + departments.byKey(Set.of(key(right))).size();
        assertThat(stored).isEqualTo(winners);
      }
    }
  }

  @Test
  void keysCannotBeForged() {
    assertThatThrownBy(() -> store.of("a#b", "customers", "organisation"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // --- a link under another name ---

  @Test
  void aLinkThatAwaitedItsRecordGoesOverToItWithItsClaim() {
    Link awaited = awaited("100");
    Link intent = customers.save(awaited, awaited);
    assertThatThrownBy(() -> link(departments, "1", "100")).isInstanceOf(StaleLinkException.class);

    Link linked = active("7", "100");
    Link stored = customers.replace(intent, pending("7"), linked, Optional.empty());
    assertThat(read(customers, "7")).isEqualTo(stored);
    assertThat(customers.byKey(Set.of(awaited.key()))).isEmpty();
    assertThat(customers.claims(Set.of(id("100"))).get(id("100")))
        .isEqualTo(new LinkReader.Claim("customers", key("7"), false));
    assertThatThrownBy(
            () -> customers.replace(intent, pending("8"), active("8", "100"), Optional.empty()))
        .isInstanceOf(StaleLinkException.class);
    assertThat(customers.byKey(Set.of(key("8")))).isEmpty();
  }

  @Test
  void aCreatedRecordThatHasAnotherLinkMeanwhileKeepsIt() {
    Link awaited = awaited("100");
    Link intent = customers.save(awaited, awaited);
    Link other = link(customers, "7", "101");

    assertThatThrownBy(() -> customers.replace(intent, other, active("7", "100"), Optional.empty()))
        .isInstanceOf(StaleLinkException.class);
    assertThat(read(customers, "7")).isEqualTo(other);
    assertThat(customers.byKey(Set.of(awaited.key()))).hasSize(1);
  }

  @Test
  void aLinkThatMovesToAnotherRecordGivesTheFirstOneFree() {
    Link first = link(customers, "1", "100");
    Link moved =
        customers.save(first, active("1", "101").stored(first.version()), Optional.empty());
    assertThat(customers.claims(Set.of(id("100"))).get(id("100")).released()).isTrue();
    assertThat(customers.claims(Set.of(id("101"))).get(id("101")).released()).isFalse();
    customers.forget(moved);
    assertThat(customers.claims(Set.of(id("101")))).isEmpty();
  }

  // --- history and approvals ---

  @Test
  void everyPartOfAnEntryComesBackInOrder() {
    HistoryEntry full =
        new HistoryEntry(
            key("1"),
            Optional.of(id("100")),
            NOON.plusMillis(5),
            3,
            "customers-1",
            "full sweep",
            Optional.of("Kari"),
            Outcome.UPDATE,
            true,
            List.of(new HistoryEntry.Change(SystemName.WEBCRM, "phone", "", "+47")),
            List.of(new LostValue("phone", SystemName.WEBCRM, "ø")),
            Optional.of("conflict poweroffice"),
            Optional.of("why"),
            Optional.of("remote"),
            Optional.of(LinkKey.awaiting(id("100"))));
    HistoryEntry empty = entry("1", NOON, 1);
    ofCustomers.history().record(full);
    ofCustomers.history().record(empty);
    ofCustomers.history().record(entry("10", NOON, 1));
    ofCustomers.history().record(empty);
    assertThat(ofCustomers.history().of(key("1"))).containsExactly(empty, full);
    assertThat(ofDepartments.history().of(key("1"))).isEmpty();
    assertThat(ofCustomers.history().ofRun("customers-1")).containsExactly(full);
    ofCustomers.history().erase(key("1"));
    assertThat(ofCustomers.history().of(key("1"))).isEmpty();
    assertThat(ofCustomers.history().of(key("10"))).hasSize(1);
  }

  @Test
  void aRunsEntriesAreReadWithoutThoseOfOthers() {
    for (int i = 1; i <= 100; i++) {
      ofCustomers.history().record(entry("1", NOON.plusSeconds(i), 1));
    }
    HistoryEntry other = entry("2", NOON, 1, "another-run");
    ofCustomers.history().record(other);
    double before = ofCustomers.units().read();
    assertThat(ofCustomers.history().ofRun("another-run")).containsExactly(other);
    assertThat(ofCustomers.units().read() - before).isLessThanOrEqualTo(1);
  }

  @Test
  void anEntryIsStoredWithItsLinkOrNotAtAll() {
    Link first = customers.save(pending("1"), pending("1"), Optional.of(entry("1", NOON, 0)));
    assertThat(ofCustomers.history().of(key("1"))).hasSize(1);
    customers.save(first, creating("1"));
    assertThatThrownBy(() -> customers.save(first, creating("1"), Optional.of(entry("1", NOON, 1))))
        .isInstanceOf(StaleLinkException.class);
    assertThat(ofCustomers.history().of(key("1"))).hasSize(1);
  }

  @Test
  void anEntryIsNotShownOnceItsTimeIsOver() {
    ofCustomers.history().record(entry("1", NOON.minus(Duration.ofDays(90)), 1));
    ofCustomers.history().record(entry("1", NOON.minus(Duration.ofDays(90)).plusSeconds(1), 1));
    assertThat(ofCustomers.history().of(key("1"))).hasSize(1);
  }

  // --- proposals ---

  @Test
  void aProposalComesBackWhole() {
    Proposals proposals = proposals("customers");
    assertThat(proposals.header()).isEqualTo(Proposal.NONE);
    Cursor cursor = new Cursor(Stamp.of("2026-11-02T11:00:00Z"), Duration.ofSeconds(20), 7);
    Proposal full =
        new Proposal(
            0,
            70,
            "0123456789abcdef",
            12,
            60,
            11,
            List.of(
                new Proposal.Ruling(40, true, "Kari", NOON),
                new Proposal.Ruling(60, false, "Ola", NOON)),
            new Proposal.Counts(1, 2, 3, 4, 5, 6),
            new Proposal.Look(
                Map.of(SystemName.WEBCRM, cursor),
                Map.of(SystemName.WEBCRM, Set.of(id("5"), id("6"))),
                true),
            Optional.of(NOON),
            Optional.of(NOON.plusSeconds(1)),
            Optional.of(new Proposal.Pace(NOON.plusSeconds(2), 3)));
    Proposal stored = proposals.save(Proposal.NONE, full);
    assertThat(stored.version()).isEqualTo(1);
    assertThat(proposals.header()).isEqualTo(stored);
    assertThat(stored.stored(0)).isEqualTo(full);
    assertStale(() -> proposals.save(Proposal.NONE, full));
    assertThat(proposals.save(stored, Proposal.NONE).version()).isEqualTo(2);
    assertThat(proposals("departments").header()).isEqualTo(Proposal.NONE);
  }

  @Test
  void entriesAreStoredWithTheLinksThatWaitForThemOrNotAtAll() {
    Proposals proposals = proposals("customers");
    Link other = customers.save(pending("2"), pending("2"));
    List<Proposals.Proposed> two =
        List.of(
            new Proposals.Proposed(pending("1"), proposed("1", 1), entry(1, "1")),
            new Proposals.Proposed(other, proposed("2", 2), entry(2, "2")));
    Proposal stored = proposals.propose(Proposal.NONE, Proposal.NONE, two);
    assertThat(stored.version()).isEqualTo(1);
    assertThat(proposals.entries(1, 10)).containsExactly(entry(1, "1"), entry(2, "2"));
    assertThat(proposals.entries(2, 2)).containsExactly(entry(2, "2"));
    assertThat(read(customers, "1").proposed().map(Hold.Proposed::entry)).contains(1L);
    assertThat(customers.unsettled()).as("no sweep has to know of them").isEmpty();

    assertStale(
        () ->
            proposals.propose(
                stored,
                stored,
                List.of(
                    new Proposals.Proposed(pending("3"), proposed("3", 3), entry(3, "3")),
                    new Proposals.Proposed(other, proposed("2", 4), entry(4, "2")))));
    assertThat(proposals.entries(3, 4)).isEmpty();
    assertThat(customers.byKey(Set.of(key("3")))).isEmpty();
    assertThat(proposals.header()).isEqualTo(stored);
  }

  @Test
  void asManyAsGoTogetherAreProposedAtOnce() {
    Proposals proposals = proposals("customers");
    List<Proposals.Proposed> many = new ArrayList<>();
    for (int i = 1; i <= Proposals.MOST_AT_ONCE; i++) {
      String id = Integer.toString(i);
      many.add(new Proposals.Proposed(pending(id), proposed(id, i), adoption(i, id)));
    }
    proposals.propose(Proposal.NONE, Proposal.NONE, many);
    assertThat(proposals.entries(1, 100)).hasSize(Proposals.MOST_AT_ONCE);
    assertThat(customers.claims(Set.of(id("1001"))).get(id("1001")))
        .as("others can see that it is wished for, and take it")
        .isEqualTo(new LinkReader.Claim("customers", key("1"), true, true));
  }

  @Test
  void anEntryIsStoredInThePlaceOfTheOneBefore() {
    Proposals proposals = proposals("customers");
    proposals.save(entry(1, "1"));
    Entry over = entry(1, "1").in(Entry.State.APPLIED, Optional.of("Kari"), NOON);
    proposals.save(over);
    assertThat(proposals.entries(1, 1)).containsExactly(over);
  }

  @Test
  void whatWasSpentComesBack() {
    Proposals proposals = proposals("customers");
    assertThat(proposals.spent()).isEqualTo(Spent.NOTHING);
    Spent spent = new Spent(0, Map.of(29_000_000L, 7, 29_000_001L, 1), Map.of(5L, 2), 100, NOON);
    Spent stored = proposals.save(Spent.NOTHING, spent);
    assertThat(proposals.spent()).isEqualTo(stored);
    assertThat(stored.stored(0)).isEqualTo(spent);
    assertStale(() -> proposals.save(Spent.NOTHING, spent));
  }

  @Test
  void activeLinksAreCountedUpToANumber() {
    for (int i = 0; i < 7; i++) {
      link(customers, Integer.toString(i), Integer.toString(100 + i));
    }
    customers.save(pending("8"), pending("8"));
    assertThat(customers.active(100)).isEqualTo(7);
    assertThat(customers.active(5)).isEqualTo(5);
    assertThat(departments.active(5)).isZero();
  }

  private static void assertStale(ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(StaleLinkException.class);
  }

  private Proposals proposals(String pair) {
    return store.proposals(tenant, pair, "organisation");
  }

  private static Link proposed(String left, long entry) {
    Hold hold =
        new Hold(
            Hold.Kind.HELD,
            new Reason(Reason.Code.PROPOSED, "why"),
            Optional.empty(),
            Hold.Ambiguity.NONE,
            Optional.empty(),
            Hold.Seen.NOTHING,
            Hold.Tries.NONE,
            Optional.of(new Hold.Proposed(entry, "digest", Optional.empty())));
    return pending(left).held(hold);
  }

  private static Entry entry(long number, String left) {
    return entry(number, left, Optional.empty(), Entry.What.CREATE);
  }

  private static Entry adoption(long number, String left) {
    return entry(number, left, Optional.of(id("100" + left)), Entry.What.ADOPT);
  }

  private static Entry entry(long number, String left, Optional<RecordId> right, Entry.What what) {
    return new Entry(
        number,
        key(left),
        right,
        "Fjordheim",
        what,
        Optional.of(SystemName.WEBCRM),
        List.of(new HistoryEntry.Change(SystemName.WEBCRM, "name", "", "Fjordheim")),
        Optional.of(id("9")),
        "digest",
        "0123456789abcdef",
        Entry.State.OPEN,
        Optional.empty(),
        NOON);
  }

  // --- what the service refuses ---

  @Test
  void badRequestsAreRefused() {
    Map<String, AttributeValue> key = LinkStore.key(tenant, "x");
    assertRefused(
        () -> client.getItem(r -> r.tableName("links").key(Map.of("pk", LinkItem.text("x")))));
    assertRefused(() -> client.putItem(r -> r.tableName("links").item(LinkStore.key(tenant, ""))));
    assertRefused(
        () ->
            client.putItem(
                r -> r.tableName("links").item(key).conditionExpression("version = :version")));
    assertRefused(
        () ->
            client.putItem(
                r ->
                    r.tableName("links")
                        .item(key)
                        .conditionExpression("attribute_not_exists(pk)")
                        .expressionAttributeValues(Map.of(":unused", LinkItem.text("x")))));
    assertRefused(
        () ->
            client.putItem(
                r -> r.tableName("links").item(key).conditionExpression("version is new")));
    assertRefused(
        () ->
            client.batchGetItem(
                r ->
                    r.requestItems(
                        Map.of(
                            "links",
                            KeysAndAttributes.builder().keys(List.of(key, key)).build()))));
    List<Map<String, AttributeValue>> many = new ArrayList<>();
    for (int i = 0; i <= 100; i++) {
      many.add(LinkStore.key(tenant, "x" + i));
    }
    assertRefused(
        () ->
            client.batchGetItem(
                r ->
                    r.requestItems(
                        Map.of("links", KeysAndAttributes.builder().keys(many).build()))));
    TransactWriteItem put =
        TransactWriteItem.builder().put(p -> p.tableName("links").item(key)).build();
    assertRefused(() -> client.transactWriteItems(r -> r.transactItems(put, put)));
    assertThat(client.getItem(r -> r.tableName("links").key(key)).hasItem()).isFalse();
  }

  private static void assertRefused(ThrowableAssert.ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            DynamoDbException.class, e -> assertThat(e.statusCode()).isEqualTo(400));
  }

  // --- material ---

  static Link link(Links links, String left, String right) {
    return links.save(pending(left), active(left, right));
  }

  static Link pending(String left) {
    return Link.of(key(left));
  }

  private static Link waiting(String left, String name) {
    return named(pending(left), name);
  }

  private static Link named(Link link, String name) {
    return link.called(Optional.of(name));
  }

  private static Link creating(String left) {
    return pending(left).creating(Base.NONE, BEGUN);
  }

  private static Link standing(Link link, LinkState standing) {
    return new Link(
        link.key(),
        standing,
        link.leftBase(),
        link.rightBase(),
        Optional.empty(),
        Map.of(),
        link.version());
  }

  private static Link ended(Link link) {
    return standing(link, new LinkState.Ended(LinkState.Linked.to(link.right().orElseThrow())));
  }

  private static Link again(Link link) {
    return standing(link, LinkState.Linked.to(link.right().orElseThrow()));
  }

  private static Link hold(Link link, Hold.Kind kind) {
    Hold hold =
        new Hold(
            kind,
            new Reason(Reason.Code.OTHER, "why"),
            Optional.empty(),
            Hold.Ambiguity.NONE,
            Optional.empty(),
            Hold.Seen.NOTHING,
            Hold.Tries.NONE,
            Optional.empty());
    return link.held(hold);
  }

  private static Link active(String left, String right) {
    return standing(pending(left), LinkState.Linked.to(id(right)));
  }

  private static Link awaited(String right) {
    return Link.awaiting(id(right), Base.NONE, BEGUN, 0);
  }

  private static HistoryEntry entry(String left, Instant at, long version) {
    return entry(left, at, version, "run");
  }

  private static HistoryEntry entry(String left, Instant at, long version, String run) {
    return new HistoryEntry(
        key(left),
        Optional.empty(),
        at,
        version,
        run,
        "sweep for changes",
        Optional.empty(),
        Outcome.HOLD,
        false,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Link read(Links links, String left) {
    return links.get(key(left)).orElseThrow();
  }

  private static List<String> ids(List<Link> links) {
    return links.stream().map(link -> link.key().text()).toList();
  }

  private static LinkKey key(String left) {
    return LinkKey.of(id(left));
  }

  private static RecordId id(String value) {
    return new RecordId(value);
  }

  // --- reservations ---

  private static final Pace PACE = new Pace(Duration.ofMillis(125), Duration.ZERO);
  private static final Duration LONG = Duration.ofHours(1);

  private DynamoDbReservations reservations() {
    return new DynamoDbReservations(client, CONFIGURATION, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private static String newLimit() {
    return "poweroffice#" + UUID.randomUUID();
  }

  @Test
  void momentsFollowEachOtherWhoeverAsks() {
    String limit = newLimit();
    DynamoDbReservations one = reservations();
    DynamoDbReservations other = reservations();
    assertThat(one.reserve(limit, NOON, PACE, LONG)).isEqualTo(new Answer.Reserved(NOON));
    assertThat(other.reserve(limit, NOON, PACE, LONG)).isEqualTo(at(125));
    assertThat(one.reserve(limit, NOON.plusMillis(30), PACE, LONG)).isEqualTo(at(250));
    assertThat(other.reserve(limit, NOON.plusMillis(20), PACE, LONG)).isEqualTo(at(375));
    assertThat(one.reserve(newLimit(), NOON, PACE, LONG)).as("another limit").isEqualTo(at(0));
  }

  @Test
  void afterAPauseTheNextMomentIsNow() {
    String limit = newLimit();
    DynamoDbReservations one = reservations();
    DynamoDbReservations other = reservations();
    one.reserve(limit, NOON, PACE, LONG);
    other.reserve(limit, NOON, PACE, LONG);
    assertThat(one.reserve(limit, NOON.plusMillis(900), PACE, LONG)).isEqualTo(at(900));
    assertThat(other.reserve(limit, NOON.plusMillis(900), PACE, LONG)).isEqualTo(at(1025));
  }

  @Test
  void someMayComeAtOnceWhereThePaceAllowsIt() {
    String limit = newLimit();
    Pace pace = new Pace(Duration.ofMillis(100), Duration.ofMillis(200));
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(reservations().reserve(limit, NOON, pace, LONG));
    }
    assertThat(answers).containsExactly(at(0), at(0), at(0), at(100), at(200));
  }

  @Test
  void whoMayNotWaitLongIsSentAwayAndTakesNothing() {
    String limit = newLimit();
    for (int i = 0; i < 8; i++) {
      reservations().reserve(limit, NOON, PACE, LONG);
    }
    Duration bound = Duration.ofMillis(300);
    assertThat(reservations().reserve(limit, NOON, PACE, bound))
        .isEqualTo(new Answer.Busy(Duration.ofSeconds(1)));
    assertThat(reservations().reserve(limit, NOON.plusMillis(700), PACE, bound))
        .isEqualTo(at(1000));
    assertThat(reservations().reserve(limit, NOON, PACE, LONG)).isEqualTo(at(1125));
  }

  @Test
  void whatCannotBeReachedIsSaid() {
    DynamoDbReservations elsewhere =
        new DynamoDbReservations(
            client,
            new LinksConfiguration("no-such-table", false, Duration.ofDays(1)),
            Clock.fixed(NOON, ZoneOffset.UTC));
    if (client instanceof InMemoryDynamoDb memory) {
      elsewhere =
          new DynamoDbReservations(
              memory.through(FAILING), CONFIGURATION, Clock.fixed(NOON, ZoneOffset.UTC));
    }
    assertThat(elsewhere.reserve(newLimit(), NOON, PACE, LONG)).isEqualTo(new Answer.Unreachable());
  }

  @Test
  void aTurnIsOnesUntilItIsGivenBackOrTakenForLost() {
    String name = newLimit();
    assertThat(reservations().takeBaton(name, "one", Optional.empty(), NOON)).isEmpty();
    assertThat(reservations().takeBaton(name, "two", Optional.empty(), NOON)).contains("one");
    reservations().giveBatonBack(name, "two");
    assertThat(reservations().takeBaton(name, "two", Optional.of("other"), NOON)).contains("one");
    assertThat(reservations().takeBaton(name, "two", Optional.of("one"), NOON)).isEmpty();
    reservations().giveBatonBack(name, "one");
    assertThat(reservations().takeBaton(name, "one", Optional.empty(), NOON)).contains("two");
    reservations().giveBatonBack(name, "two");
    assertThat(reservations().takeBaton(name, "one", Optional.empty(), NOON)).isEmpty();
  }

  private static final InMemoryDynamoDb.Calls FAILING =
      new InMemoryDynamoDb.Calls() {
        @Override
        public <T> T call(String operation, Supplier<T> handled) {
          throw SdkClientException.create("connection reset");
        }
      };

  private static Answer at(long milliseconds) {
    return new Answer.Reserved(NOON.plusMillis(milliseconds));
  }

  @Test
  void whatIsKnownOfFirstChangesIsOfAllPairsOfAKind() {
    assertThat(ofDepartments.runState().watch()).isEqualTo(UpdateWatch.NEW);
    UpdateWatch watching =
        new UpdateWatch(
            UpdateWatch.State.WATCHING,
            Optional.of(
                new UpdateWatch.Change(
                    new RecordId("57"),
                    Map.of("OrganisationCity", "Bergen"),
                    Map.of("OrganisationName", "Fjord AS"),
                    Instant.parse("2026-11-02T12:00:00Z"))),
            Set.of(),
            false,
            0);
    UpdateWatch stored = ofCustomers.runState().saveWatch(UpdateWatch.NEW, watching).orElseThrow();
    assertThat(stored).isEqualTo(watching.stored(1));
    assertThat(ofDepartments.runState().watch()).isEqualTo(stored);
    assertThat(ofCustomers.runState().saveWatch(UpdateWatch.NEW, watching))
        .as("another was faster")
        .isEmpty();
    UpdateWatch replaces =
        new UpdateWatch(
            UpdateWatch.State.REPLACES,
            Optional.of(
                new UpdateWatch.Change(new RecordId("57"), Map.of(), Map.of(), Instant.EPOCH)),
            Set.of("OrganisationCity"),
            true,
            1);
    assertThat(ofCustomers.runState().saveWatch(stored, replaces)).contains(replaces.stored(2));
    assertThat(ofDepartments.runState().watch()).isEqualTo(replaces.stored(2));
    assertThat(ofCustomers.runState().saveWatch(stored, replaces)).isEmpty();
    assertThat(replaces.toString() + watching).doesNotContain("Bergen", "Fjord");
  }
}
