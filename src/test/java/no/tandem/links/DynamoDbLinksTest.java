package no.tandem.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.sync.Base;
import no.tandem.sync.Bounce;
import no.tandem.sync.Cursor;
import no.tandem.sync.Hold;
import no.tandem.sync.Link;
import no.tandem.sync.Links;
import no.tandem.sync.Links.StaleLinkException;
import no.tandem.sync.RecordId;
import no.tandem.sync.SystemName;
import no.tandem.sync.View;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The link store on DynamoDB Local. */
class DynamoDbLinksTest {
  private static final DynamoDbLocal DATABASE = DynamoDbLocal.start();
  private static final DynamoDbClient CLIENT =
      DynamoDbClient.builder()
          .endpointOverride(DATABASE.endpoint())
          .region(Region.EU_NORTH_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
          .httpClient(UrlConnectionHttpClient.create())
          .build();
  private static final LinksConfiguration CONFIGURATION =
      new LinksConfiguration("links", true, Duration.ofDays(90));
  private static final LinkStore STORE = new LinkStore(CLIENT, CONFIGURATION, Clock.systemUTC());

  private final String tenant = "t-" + UUID.randomUUID();
  private final Links customers = STORE.of(tenant, "customers", "organisation");
  private final Links departments = STORE.of(tenant, "departments", "organisation");

  @BeforeAll
  static void createTable() {
    LinkTable table = new LinkTable(CLIENT, CONFIGURATION);
    table.createIfMissing();
    table.createIfMissing();
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    DATABASE.close();
  }

  @Test
  void everyPartOfALinkComesBack() {
    Base left =
        new Base(
            new View(Map.of("name", "Æ 🐟 " + "x".repeat(250), "phone", "+47")),
            Optional.of(id("5")),
            Set.of("name", "phone"));
    Hold hold =
        new Hold(
            Hold.Kind.HELD,
            "why",
            Optional.of("remote"),
            Map.of(id("7"), "a", id("8"), "b"),
            Optional.of(id("9")),
            "l",
            "r");
    Link full =
        new Link(
            id("1"),
            Optional.of(id("100")),
            Link.State.ACTIVE,
            left,
            Base.NONE,
            Optional.of(hold),
            Optional.of(Instant.parse("2026-03-01T09:00:00.123Z")),
            Map.of("phone", new Bounce(SystemName.WEBCRM, "", 2)),
            Optional.of(
                new Link.Deactivated(SystemName.WEBCRM, Map.of("PersonStatus", "Active", "x", ""))),
            0);
    Link stored = customers.save(full, full);
    assertThat(stored.version()).isEqualTo(1);
    assertThat(read(customers, "1")).isEqualTo(stored);
    assertThat(stored.stored(0)).isEqualTo(full);
    Link empty = pending("2");
    assertThat(customers.save(empty, empty).stored(0)).isEqualTo(empty);
    assertThat(read(customers, "2").stored(0)).isEqualTo(empty);
  }

  @Test
  void aLinkThatWasStoredBySomebodyElseIsNotOverwritten() {
    Link first = customers.save(pending("1"), pending("1"));
    assertThatThrownBy(() -> customers.save(pending("1"), pending("1")))
        .isInstanceOf(StaleLinkException.class)
        .hasMessageContaining("changed by somebody else");
    customers.save(first, creating("1"));
    assertThatThrownBy(() -> customers.save(first, creating("1")))
        .isInstanceOf(StaleLinkException.class);
    assertThat(read(customers, "1").version()).isEqualTo(2);
  }

  @Test
  void aWebCrmRecordHasOneLinkOverAllPairs() {
    link(customers, "1", "100");
    assertThatThrownBy(() -> link(departments, "1", "100"))
        .isInstanceOf(StaleLinkException.class)
        .hasMessageContaining("claimed by another link");
    assertThat(departments.byLeft(Set.of(id("1")))).isEmpty();
    assertThatThrownBy(() -> link(customers, "2", "100")).isInstanceOf(StaleLinkException.class);
    assertThat(departments.claims(Set.of(id("100"), id("101"))))
        .isEqualTo(Map.of(id("100"), new Links.Claim("customers", id("1"), false)));
    link(STORE.of(tenant, "contact-persons", "person"), "1", "100");
    link(STORE.of(tenant + "-other", "customers", "organisation"), "1", "100");
  }

  @Test
  void anEndedLinkGivesItsRecordFreeAndCanTakeItUpAgain() {
    Link active = link(customers, "1", "100");
    Link ended = customers.save(active, state(active, Link.State.ENDED));
    assertThat(customers.claims(Set.of(id("100"))).get(id("100")))
        .isEqualTo(new Links.Claim("customers", id("1"), true));
    Link again = customers.save(ended, state(ended, Link.State.ACTIVE));
    assertThat(customers.claims(Set.of(id("100"))).get(id("100")))
        .isEqualTo(new Links.Claim("customers", id("1"), false));
    Link endedAgain = customers.save(again, state(again, Link.State.ENDED));
    link(departments, "7", "100");
    assertThatThrownBy(() -> customers.save(endedAgain, state(endedAgain, Link.State.ACTIVE)))
        .isInstanceOf(StaleLinkException.class);
    assertThat(read(customers, "1").state()).isEqualTo(Link.State.ENDED);
  }

  @Test
  void whatIsHeldDueOrBeingCreatedIsUnsettled() {
    customers.save(pending("1"), hold(pending("1"), Hold.Kind.HELD));
    customers.save(pending("2"), hold(pending("2"), Hold.Kind.DUE));
    customers.save(pending("3"), creating("3"));
    Link active = link(customers, "4", "100");
    Link ended = link(customers, "5", "101");
    customers.save(ended, hold(state(ended, Link.State.ENDED), Hold.Kind.ENDED));
    assertThat(ids(customers.unsettled())).containsExactlyInAnyOrder("1", "2", "3");
    Link held = customers.save(active, hold(active, Hold.Kind.HELD));
    assertThat(ids(customers.unsettled())).contains("4");
    customers.save(held, active);
    assertThat(ids(customers.unsettled())).doesNotContain("4");
    assertThat(departments.unsettled()).isEmpty();
  }

  @Test
  void aForgottenRecordIsGoneUnlessItChanged() {
    Link first = customers.save(pending("1"), pending("1"));
    Link second = customers.save(first, creating("1"));
    customers.forget(first);
    assertThat(customers.byLeft(Set.of(id("1")))).isNotEmpty();
    customers.forget(second);
    assertThat(customers.byLeft(Set.of(id("1")))).isEmpty();
  }

  @Test
  void cursorsAreKeptForEachSystemAndPair() {
    assertThat(customers.cursor(SystemName.WEBCRM)).isEmpty();
    Cursor cursor = new Cursor("2026-08-14T09:05:00+01:00", Duration.ofSeconds(30), 5000);
    customers.saveCursor(SystemName.WEBCRM, cursor);
    assertThat(customers.cursor(SystemName.WEBCRM)).contains(cursor);
    assertThat(customers.cursor(SystemName.POWEROFFICE)).isEmpty();
    assertThat(departments.cursor(SystemName.WEBCRM)).isEmpty();
    assertThat(customers.all()).isEmpty();
  }

  @Test
  void manyLinksAreReadPageByPage() {
    Map<RecordId, Link> expected = new HashMap<>();
    for (int i = 1; i <= 2_500; i++) {
      Link link = pending(Integer.toString(i));
      Base base = new Base(new View(Map.of("name", "x".repeat(600))), Optional.empty(), Set.of());
      Link wide =
          new Link(
              link.left(),
              Optional.empty(),
              Link.State.PENDING,
              base,
              base,
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              Optional.empty(),
              0);
      expected.put(link.left(), customers.save(wide, wide));
    }
    assertThat(customers.all()).containsExactlyInAnyOrderElementsOf(expected.values());
    Set<RecordId> some = new HashSet<>();
    for (int i = 1; i <= 350; i++) {
      some.add(id(Integer.toString(i * 3)));
    }
    Map<RecordId, Link> read = customers.byLeft(some);
    assertThat(read.keySet()).isEqualTo(some);
    read.forEach((id, link) -> assertThat(link).isEqualTo(expected.get(id)));
    assertThat(customers.byLeft(Set.of())).isEmpty();
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
            customers.byLeft(Set.of(id(right))).size()
                + departments.byLeft(Set.of(id(right))).size();
        assertThat(stored).isEqualTo(winners);
      }
    }
  }

  @Test
  void keysCannotBeForged() {
    assertThatThrownBy(() -> STORE.of("a#b", "customers", "organisation"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // --- material ---

  private static Link link(Links links, String left, String right) {
    Link before = pending(left);
    return links.save(
        before,
        new Link(
            before.left(),
            Optional.of(id(right)),
            Link.State.ACTIVE,
            Base.NONE,
            Base.NONE,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            0));
  }

  private static Link pending(String left) {
    return new Link(
        id(left),
        Optional.empty(),
        Link.State.PENDING,
        Base.NONE,
        Base.NONE,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        0);
  }

  private static Link creating(String left) {
    return new Link(
        id(left),
        Optional.empty(),
        Link.State.CREATING,
        Base.NONE,
        Base.NONE,
        Optional.empty(),
        Optional.of(Instant.EPOCH),
        Map.of(),
        Optional.empty(),
        0);
  }

  private static Link state(Link link, Link.State state) {
    return new Link(
        link.left(),
        link.right(),
        state,
        link.leftBase(),
        link.rightBase(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        link.version());
  }

  private static Link hold(Link link, Hold.Kind kind) {
    Hold hold = new Hold(kind, "why", Optional.empty(), Map.of(), Optional.empty(), "", "");
    return new Link(
        link.left(),
        link.right(),
        link.state(),
        link.leftBase(),
        link.rightBase(),
        Optional.of(hold),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        link.version());
  }

  private static Link read(Links links, String left) {
    return Optional.ofNullable(links.byLeft(Set.of(id(left))).get(id(left))).orElseThrow();
  }

  private static List<String> ids(List<Link> links) {
    return links.stream().map(link -> link.left().value()).toList();
  }

  private static RecordId id(String value) {
    return new RecordId(value);
  }
}
