package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.tandem.TestClock;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.remote.Limits;
import no.tandem.sync.pair.Field;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.TransientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of every form, good and bad. */
@QuarkusTest
final class WebCrmSideTest {
  private static final String NOT_FOUND =
      "{\"Message\":\"There is no such record\",\"Type\":\"NotFoundException\"}";

  private final TestClock time = new TestClock("2026-11-23T12:00:00Z");
  private final Limits limits = Limits.ofThisProcess(time);
  private final ScriptedWebCrm webCrm = new ScriptedWebCrm(time);
  private final Side organisations = organisations();
  private final Side persons = persons();

  @AfterEach
  void close() {
    webCrm.close();
  }

  // --- listing ---

  @Test
  void asksForTheWantedColumnsOnly() {
    organisations.all();
    persons.all();

    assertThat(scripts())
        .containsExactly(
            "SELECT OrganisationId, OrganisationName, OrganisationTelephone, OrganisationUpdatedAt,"
                + " OrganisationUpdatedBy, OrganisationCreatedAt, OrganisationCreatedBy,"
                + " OrganisationExtraCustom1, OrganisationExtraCustom2, OrganisationStatus FROM"
                + " Organisation WHERE OrganisationId >= 1 ORDER BY OrganisationId ASC",
            "SELECT PersonId, PersonFirstName, PersonLastName, PersonBirthday, PersonUpdatedAt,"
                + " PersonUpdatedBy, PersonCreatedAt, PersonCreatedBy, PersonOrganisationId,"
                + " PersonStatus, PersonCustom2 FROM Person WHERE PersonId >= 1 ORDER BY PersonId"
                + " ASC");
    Request query = webCrm.requests().getLast();
    assertThat(query.query()).containsEntry("Page", "1").containsEntry("Size", "1000");
  }

  @ParameterizedTest
  @CsvSource({
    // The cursor less 120 seconds of overlap and the 7.5 seconds that the listing took.
    "2026-07-01T12:00:00+01:00, 2026-07-01T10:57:52.0000000Z",
    "2026-07-01T11:00:00+00:00, 2026-07-01T10:57:52.0000000Z",
    "2026-12-01T12:00:00+00:00, 2026-12-01T11:57:52.0000000Z"
  })
  void asksForChangesWithAnOverlapInUtc(String stamp, String asked) {
    organisations.changedSince(new Cursor(Stamp.of(stamp), Duration.ofMillis(7500), 10));

    assertThat(scripts().getFirst())
        .endsWith(
            " WHERE OrganisationId >= 1 AND OrganisationUpdatedAt >= '"
                + asked
                + "' ORDER BY OrganisationId ASC");
  }

  @Test
  void theLargestStampIsTheLatestMomentAsReceived() {
    webCrm.answering(
        request ->
            Answer.json(
                200,
                """
                [{"OrganisationId":2,"OrganisationUpdatedAt":"2026-10-25T01:30:00+01:00"},
                 {"OrganisationId":3,"OrganisationUpdatedAt":"2026-10-25T01:10:00+00:00"},
                 {"OrganisationId":4,"OrganisationUpdatedAt":"0001-01-01T00:00:00+00:00"}]
                """));

    Listing listing = organisations.all();

    assertThat(listing.largestStamp().map(Stamp::text)).contains("2026-10-25T01:10:00+00:00");
    assertThat(listing.snapshots().getLast().changedAt()).isEmpty();
  }

  @Test
  void leavesSystemRowsOut() {
    webCrm.answering(
        request ->
            request.query().getOrDefault("script", "").contains("FROM Person")
                ? Answer.json(200, "[{\"PersonId\":1},{\"PersonId\":2},{\"PersonId\":3}]")
                : Answer.json(200, "[{\"OrganisationId\":1},{\"OrganisationId\":2}]"));

    assertThat(ids(organisations.all())).containsExactly("2");
    assertThat(ids(persons.all())).containsExactly("1", "3");
    assertThat(organisations.read(List.of(known("1")), 0))
        .containsEntry(new RecordId("1"), new Presence.Gone());
    assertThat(persons.read(List.of(known("2")), 0))
        .containsEntry(new RecordId("2"), new Presence.Gone());
    assertThat(webCrm.paths()).doesNotContain("GET /Organisations/1", "GET /Persons/2");
  }

  @Test
  void aServerThatDoesNotAdvanceIsNoEndlessLoop() {
    String page =
        IntStream.rangeClosed(2, 1001)
            .mapToObj("{\"OrganisationId\":%d}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    webCrm.answering(request -> Answer.json(200, page));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(organisations::all)
        .withMessageContaining("order of their ids");
    assertThat(organisations.calls()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"OrganisationId\":3},{\"OrganisationId\":2}]",
        "[{\"OrganisationId\":3},{\"OrganisationId\":3}]",
        "[{\"OrganisationName\":\"No id\"}]",
        "[{\"OrganisationId\":-1}]",
        "{\"Message\":\"No list\"}",
        "[{\"OrganisationId\":3}",
        "<html>",
        "\"\"",
        ""
      })
  void whatIsNoOrderlyListIsAPassingTrouble(String body) {
    webCrm.answering(request -> Answer.json(200, body));

    assertThatExceptionOfType(TransientException.class).isThrownBy(organisations::all);
  }

  @Test
  void brokenConnectionsArePassingTroubles() {
    webCrm.answering(request -> Answer.json(200, "[{\"OrganisationId\":3}]"));
    for (Fault fault : List.of(new Fault.Drop(), new Fault.HandleThenCut())) {
      webCrm.server().inject(1, request -> request.path().equals("/Queries"), fault);
      assertThatExceptionOfType(TransientException.class)
          .as(fault.toString())
          .isThrownBy(organisations::all)
          .satisfies(e -> assertThat(e.title()).startsWith("no usable answer ("));
    }
    assertThat(ids(organisations.all())).containsExactly("3");
  }

  @Test
  void aServerThatDoesNotAnswerIsAPassingTrouble() {
    CountDownLatch end = new CountDownLatch(1);
    webCrm.answering(
        request -> {
          await(end, Duration.ofMinutes(1));
          return Answer.json(200, "[]");
        });
    WebCrmConfiguration usual = webCrm.configuration();
    WebCrmConfiguration impatient =
        new WebCrmConfiguration(
            usual.url(),
            usual.applicationToken(),
            0,
            Duration.ofMillis(300),
            usual.overlap(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            0);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(
            () -> new WebCrm(impatient, time, limits).side(WebCrm.Kind.PERSONS, List.of()).all());
    end.countDown();
  }

  @Test
  void obeysRetryAfter() {
    webCrm
        .server()
        .inject(
            2,
            request -> request.path().equals("/Queries"),
            new Fault.Refuse(
                new Answer(
                    429,
                    Map.of("Retry-After", "17", "Content-Type", "application/json"),
                    "{\"RetryAfterSeconds\":17,\"Message\":\"m\",\"Type\":\"TooManyRequestsException\"}")));
    organisations.all();

    assertThat(time.clock().instant()).isEqualTo(Instant.parse("2026-11-23T12:00:34Z"));
    assertThat(organisations.calls()).isEqualTo(3);
  }

  // --- snapshots ---

  @Test
  void saysWhatAPersonIs() {
    webCrm.answering(
        request ->
            Answer.json(
                200,
                """
                [{"PersonId":3,"PersonFirstName":" Kari ","PersonLastName":"-",
                  "PersonBirthday":"0001-01-01T00:00:00+00:00","PersonOrganisationId":57,
                  "PersonStatus":"resigned","PersonUpdatedAt":"2026-08-01T10:00:00+01:00",
                  "PersonUpdatedBy":"api2 Tandem","PersonPassword":"secret"},
                 {"PersonId":4,"PersonLastName":"Li","PersonBirthday":"1985-04-12T00:00:00+01:00",
                  "PersonOrganisationId":0,"PersonStatus":1,"PersonUpdatedBy":"Apinya Li"},
                 {"PersonId":5,"PersonStatus":"Active","PersonUpdatedBy":"api Make"}]
                """));

    List<Snapshot> found = persons.all().snapshots();

    Snapshot first = found.getFirst();
    assertThat(first.view().values()).containsOnly(Map.entry("firstName", "Kari"));
    assertThat(first.inactive()).contains("Resigned in webCRM");
    assertThat(first.owner()).contains(new RecordId("57"));
    assertThat(first.changedAt()).contains(Instant.parse("2026-08-01T09:00:00Z"));
    assertThat(first.byIntegration()).isTrue();
    assertThat(first.columns().text("PersonPassword")).isEmpty();
    Snapshot second = found.get(1);
    assertThat(second.view().values())
        .containsOnly(Map.entry("lastName", "Li"), Map.entry("dateOfBirth", "1985-04-12"));
    assertThat(second.active()).isTrue();
    assertThat(second.owner()).isEmpty();
    assertThat(second.byIntegration()).isFalse();
    assertThat(found.getLast().byIntegration()).isTrue();
  }

  // --- reading ---

  @Test
  void readsOneRecordByItsId() {
    webCrm.answering(
        request ->
            Answer.json(
                200,
                "{\"PersonId\":7,\"PersonFirstName\":\"Kari\",\"PersonPassword\":\"secret\","
                    + "\"PersonCampaignPassword\":\"secret\",\"PersonCheckMark1\":true}"));

    Snapshot person = present(persons, "7");

    assertThat(webCrm.paths()).containsExactly("POST /Auth/ApiLogin", "GET /Persons/7");
    assertThat(person.view().get("firstName")).contains("Kari");
    assertThat(person.columns()).hasToString("Columns[PersonFirstName, PersonId]");
  }

  @ParameterizedTest
  @ValueSource(strings = {NOT_FOUND, "", "{\"message\":\"No\",\"type\":\"NotFound\"}"})
  void goneIsWhatWebCrmSaysIsNotThere(String body) {
    webCrm.answering(request -> Answer.json(404, body));

    assertThat(presence(organisations, "7")).isEqualTo(new Presence.Gone());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | <html>Not found</html>",
        "404 | {\"message\":\"Not Found\"}",
        "204 | ''",
        "200 | ''",
        "200 | null",
        "200 | []",
        "200 | {}",
        "200 | {\"OrganisationId\":8}",
        "200 | {\"OrganisationId\":7",
        "302 | ''",
        "400 | {\"Message\":\"No\",\"Type\":\"BadRequest\"}",
        "401 | ''",
        "403 | {\"Message\":\"No\",\"Type\":\"NoRights\"}",
        "500 | ''",
        "503 | <html>"
      })
  void everythingElseIsUnknown(int status, String body) {
    webCrm.answering(request -> status == 204 ? Answer.empty(204) : Answer.json(status, body));

    assertThat(presence(organisations, "7")).isInstanceOf(Presence.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-7", "07", "7; DROP TABLE Person", "7/../8", "99999999999", "x"})
  void whatIsNoIdIsNotAskedFor(String id) {
    assertThat(presence(organisations, id)).isInstanceOf(Presence.Unknown.class);
    assertThat(webCrm.requests()).isEmpty();
  }

  @Test
  void aFailedBatchLeavesItsRecordsUnknown() {
    webCrm.answering(request -> Answer.empty(500));

    Map<RecordId, Presence> read = organisations.read(known(2, 100), 0);

    assertThat(read).hasSize(99);
    assertThat(read.values()).allSatisfy(p -> assertThat(p).isInstanceOf(Presence.Unknown.class));
    assertThat(organisations.calls()).isEqualTo(1);
  }

  @Test
  void stopsLookingUpWhenWebCrmIsDown() {
    webCrm.answering(
        request -> request.path().equals("/Queries") ? Answer.json(200, "[]") : Answer.empty(503));

    Map<RecordId, Presence> read = organisations.read(known(2, 100), 0);

    assertThat(read).hasSize(99);
    assertThat(read.values()).allSatisfy(p -> assertThat(p).isInstanceOf(Presence.Unknown.class));
    assertThat(organisations.calls()).isEqualTo(1 + 5);
  }

  @Test
  void aRefusedScriptIsHalvedDownToSingleLookUps() {
    for (int status : new int[] {400, 404, 414}) {
      try (ScriptedWebCrm other = new ScriptedWebCrm(time)) {
        other.answering(
            request ->
                request.path().equals("/Queries")
                    ? Answer.json(status, "<html>The address is too long</html>")
                    : Answer.json(
                        200, "{\"OrganisationId\":" + request.segments().getLast() + "}"));
        Side side =
            new WebCrm(other.configuration(), time, limits)
                .side(WebCrm.Kind.ORGANISATIONS, List.of());

        Map<RecordId, Presence> read = side.read(known(2, 21), 0);

        assertThat(read).hasSize(20);
        assertThat(read.values())
            .allSatisfy(p -> assertThat(p).isInstanceOf(Presence.Present.class));
        // 20, 10, 5 and 2 at once, then one by one.
        assertThat(side.calls()).isEqualTo(4 + 20);
      }
    }
  }

  @Test
  void listsWhenThatTakesFewerCalls() {
    webCrm.answering(
        request ->
            Answer.json(
                200,
                IntStream.rangeClosed(10, 909)
                    .mapToObj("{\"OrganisationId\":%d,\"OrganisationStatus\":\"\"}"::formatted)
                    .collect(Collectors.joining(",", "[", "]"))));

    Map<RecordId, Presence> read = organisations.read(known(10, 909), 950);

    assertThat(read).hasSize(900);
    assertThat(organisations.calls()).isEqualTo(1);
    assertThat(scripts().getFirst()).contains("OrganisationId >= 10 ORDER BY");
  }

  // --- writing ---

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "123 | 123",
        "\"123\" | 123",
        "{\"OrganisationId\":123,\"OrganisationName\":\"x\"} | 123",
        "{\"organisationid\":\"123\"} | 123",
        "'' | ''",
        "null | ''",
        "{} | ''",
        "0 | ''",
        "\"OK\" | ''",
        "[] | ''",
        "<html> | ''"
      })
  void understandsEveryFormOfANewId(String body, String id) {
    webCrm.answering(request -> Answer.json(200, body));

    assertThat(create(organisations, Map.of("OrganisationName", "x"), Optional.empty(), "ref"))
        .isEqualTo(Optional.of(id).filter(text -> !text.isEmpty()).map(RecordId::new));
  }

  @Test
  void understandsACreateWithoutContent() {
    webCrm.answering(request -> Answer.empty(204));

    assertThat(create(organisations, Map.of("OrganisationName", "x"), Optional.empty(), "ref"))
        .isEmpty();
  }

  /** webCRM works out ids in a way that two creations at a time cannot stand. */
  @Test
  void aSecondThreadCreatesOnlyAfterTheFirst() throws InterruptedException {
    AtomicInteger underWay = new AtomicInteger();
    Thread second =
        new Thread(
            () ->
                create(
                    persons,
                    Map.of("PersonLastName", "Li"),
                    Optional.of(new RecordId("57")),
                    "second"));
    webCrm.answering(
        request -> {
          if (!request.method().equals("POST")) {
            return Answer.json(200, "[]");
          }
          if (underWay.incrementAndGet() > 1) {
            return Answer.json(500, "{}");
          }
          if (second.getState() == Thread.State.NEW) {
            second.start();
            while (second.isAlive() && !waitsForALock(second)) {
              Thread.onSpinWait();
            }
          }
          underWay.decrementAndGet();
          return Answer.json(200, "7");
        });

    create(organisations, Map.of("OrganisationName", "x"), Optional.empty(), "first");
    second.join();

    assertThat(webCrm.paths()).containsSubsequence("POST /Organisations", "POST /Persons");
    assertThat(underWay).hasValue(0);
  }

  @Test
  void createsAnOrganisation() {
    webCrm.answering(request -> Answer.json(200, "123"));
    create(
        organisations,
        Map.of("OrganisationName", "O'Hara & \"Sønner\" \uD83D\uDE00"),
        Optional.empty(),
        "PowerOffice/customers/1001");

    Request create = webCrm.requests().getLast();
    assertThat(create.method() + " " + create.path()).isEqualTo("POST /Organisations");
    assertThat(create.mediaType()).isEqualTo("application/json");
    assertThat(Json.read(create.body()))
        .isEqualTo(
            Json.read(
                """
                {"OrganisationId":0,"OrganisationName":"O'Hara & \\"Sønner\\" \\uD83D\\uDE00",
                 "OrganisationExtraCustom2":"PowerOffice/customers/1001"}
                """));
  }

  @Test
  void createsAPersonUnderItsOrganisation() {
    webCrm.answering(request -> Answer.json(200, "123"));
    create(
        persons,
        Map.of("PersonLastName", "-"),
        Optional.of(new RecordId("57")),
        "PowerOffice/contact-persons/8");

    assertThat(webCrm.paths()).endsWith("POST /Persons");
    assertThat(Json.read(webCrm.requests().getLast().body()))
        .isEqualTo(
            Json.read(
                """
                {"PersonId":0,"PersonLastName":"-","PersonOrganisationId":57,
                 "PersonStatus":"Active","PersonCustom2":"PowerOffice/contact-persons/8"}
                """));
  }

  @Test
  void createsNoPersonWithoutAnOrganisation() {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> create(persons, Map.of("PersonLastName", "Li"), Optional.empty(), "ref"));
    assertThat(webCrm.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 422})
  void aRefusalIsReported(int status) {
    webCrm.answering(
        request -> Answer.json(status, "{\"Message\":\"Li is too short\",\"Type\":\"TooShort\"}"));

    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(
            () -> create(persons, Map.of("PersonLastName", "Li"), Optional.of(id("57")), "ref"))
        .satisfies(
            e -> {
              assertThat(e.title()).isEqualTo(status + " TooShort");
              assertThat(e.text()).isEqualTo("Li is too short");
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 403, 408, 409})
  void aFailedCreateIsNotRepeated(int status) {
    webCrm.answering(request -> Answer.empty(status));

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(
            () -> create(persons, Map.of("PersonLastName", "Li"), Optional.of(id("57")), "ref"));
    assertThat(webCrm.paths()).containsExactly("POST /Auth/ApiLogin", "POST /Persons");
  }

  @Test
  void aCreateWhoseAnswerIsLostIsNotRepeated() {
    webCrm.answering(request -> Answer.json(200, "123"));
    for (Fault fault :
        List.of(new Fault.HandleThenDrop(), new Fault.Drop(), new Fault.HandleThenCut())) {
      webCrm.server().clearJournal();
      webCrm.server().inject(1, request -> request.path().equals("/Persons"), fault);

      assertThatExceptionOfType(TransientException.class)
          .as(fault.toString())
          .isThrownBy(
              () -> create(persons, Map.of("PersonLastName", "Li"), Optional.of(id("57")), "ref"));
      assertThat(webCrm.server().journal())
          .filteredOn(request -> request.path().equals("/Persons"))
          .as(fault.toString())
          .hasSize(1);
    }
  }

  @Test
  void createsGoOneAfterTheOther() throws Exception {
    AtomicInteger ids = new AtomicInteger(100);
    CountDownLatch second = new CountDownLatch(2);
    AtomicBoolean overlapped = new AtomicBoolean();
    webCrm.answering(
        request -> {
          second.countDown();
          int id = ids.incrementAndGet();
          if (id == 101) {
            // The first one gives the others plenty of time to come too early.
            overlapped.set(await(second, Duration.ofMillis(300)));
          }
          return Answer.json(200, Integer.toString(id));
        });
    List<Future<Optional<RecordId>>> created = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        // Clients of their own, as several functions in one process have them.
        Side side = i % 2 == 0 ? persons() : organisations();
        created.add(
            threads.submit(() -> create(side, Map.of(), Optional.of(id("57")), "reference")));
      }
    }

    assertThat(overlapped).isFalse();
    for (Future<Optional<RecordId>> one : created) {
      assertThat(one.get()).isPresent();
    }
  }

  @Test
  void updatesTheGivenColumnsOnly() {
    webCrm.answering(request -> Answer.json(200, "{\"OrganisationId\":7}"));
    Snapshot current = present(organisations, "7");
    webCrm.answering(request -> Answer.empty(200));

    Map<String, String> cleared = Map.of("OrganisationTelephone", "");
    assertThat(organisations.update(current, cleared)).isEmpty();

    Request update = webCrm.requests().getLast();
    assertThat(update.method() + " " + update.path()).isEqualTo("PUT /Organisations/7");
    JsonNode expected = Json.read("{\"OrganisationId\":7,\"OrganisationTelephone\":\"\"}");
    assertThat(Json.read(update.body())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 404, 500})
  void anUpdateThatIsNotDoneIsReported(int status) {
    webCrm.answering(request -> Answer.json(200, "{\"OrganisationId\":7}"));
    Snapshot current = present(organisations, "7");
    webCrm.answering(request -> Answer.json(status, NOT_FOUND));

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> organisations.update(current, Map.of("OrganisationTelephone", "1")))
        .isInstanceOfAny(RejectedException.class, TransientException.class);
  }

  // --- lengths ---

  @Test
  void readsLengthsOnceADayWithoutCountingTheCall() {
    webCrm.answering(
        request ->
            Answer.json(
                200,
                """
                [{"FieldMetadataFriendlyFieldName":"organisationname",
                  "FieldMetadataTextFieldMaxLength":80},
                 {"FieldMetadataFriendlyFieldName":"OrganisationTelephone",
                  "FieldMetadataTextFieldMaxLength":0},
                 {"FieldMetadataFriendlyFieldName":null,"FieldMetadataTextFieldMaxLength":5}]
                """));

    assertThat(organisations.lengths().limits())
        .containsOnly(Map.entry("OrganisationName", 80), Map.entry("OrganisationTelephone", 50));
    organisations.lengths();
    organisations().lengths();
    assertThat(webCrm.paths()).filteredOn(p -> p.contains("FieldsMetadata")).hasSize(1);
    assertThat(webCrm.paths()).contains("GET /FieldsMetadata/Organisation");
    assertThat(organisations.calls()).isZero();

    time.pause(Duration.ofHours(24));
    organisations().lengths();
    assertThat(webCrm.paths()).filteredOn(p -> p.contains("FieldsMetadata")).hasSize(2);
  }

  @Test
  void unreadableLengthsAreTheUsualOnesAndAreAskedForInTheNextRun() {
    webCrm.answering(request -> Answer.empty(500));

    assertThat(organisations.lengths().limits())
        .containsOnly(Map.entry("OrganisationName", 200), Map.entry("OrganisationTelephone", 50));
    organisations.lengths();
    assertThat(webCrm.paths()).filteredOn(p -> p.contains("FieldsMetadata")).hasSize(1);

    assertThat(persons.lengths().limits()).isEmpty();
    organisations().lengths();
    assertThat(webCrm.paths()).filteredOn(p -> p.contains("FieldsMetadata")).hasSize(3);
  }

  // --- helpers ---

  private Side organisations() {
    return new WebCrm(webCrm.configuration(), time, limits)
        .side(
            WebCrm.Kind.ORGANISATIONS,
            List.of(
                property("name", WebCrmField.required("OrganisationName", 200, "a name")),
                property("phone", WebCrmField.text("OrganisationTelephone", 50))));
  }

  private Side persons() {
    return new WebCrm(webCrm.configuration(), time, limits)
        .side(
            WebCrm.Kind.PERSONS,
            List.of(
                property("firstName", WebCrmField.text("PersonFirstName")),
                property("lastName", WebCrmField.lastName("PersonLastName")),
                property("dateOfBirth", WebCrmField.birthday("PersonBirthday"))));
  }

  private static Property property(String name, Field right) {
    return new Property(name, WebCrmField.text("NotOfThisSide"), right);
  }

  private List<String> scripts() {
    return webCrm.requests().stream()
        .filter(request -> request.path().equals("/Queries"))
        .map(request -> request.query().getOrDefault("script", ""))
        .toList();
  }

  private static List<String> ids(Listing listing) {
    return listing.snapshots().stream().map(record -> record.id().value()).toList();
  }

  private static Snapshot present(Side side, String id) {
    return presence(side, id).snapshot().orElseThrow();
  }

  private static Presence presence(Side side, String id) {
    Map<RecordId, Presence> read = side.read(List.of(known(id)), 0);
    assertThat(read).containsOnlyKeys(id(id));
    return Optional.ofNullable(read.get(id(id))).orElseThrow();
  }

  private static List<RecordReader.Known> known(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(id -> known(Integer.toString(id))).toList();
  }

  private static RecordReader.Known known(String id) {
    return new RecordReader.Known(id(id), Optional.empty());
  }

  private static RecordId id(String value) {
    return new RecordId(value);
  }

  private static boolean await(CountDownLatch latch, Duration atMost) {
    try {
      return latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean waitsForALock(Thread thread) {
    return String.valueOf(LockSupport.getBlocker(thread)).contains("ReentrantLock");
  }

  private static Optional<RecordId> create(
      Side side, Map<String, String> columns, Optional<RecordId> owner, String reference) {
    return side.create(new Side.New(columns, owner, reference), () -> Instant.MAX).id();
  }
}
