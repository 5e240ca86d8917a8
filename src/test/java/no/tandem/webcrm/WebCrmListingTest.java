package no.tandem.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import no.tandem.TestClock;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;
import no.tandem.remote.Limits;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Stamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many records: pages, batches, and the limits of addresses and requests. */
@QuarkusTest
final class WebCrmListingTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final Pattern FROM_ID = Pattern.compile("OrganisationId >= (\\d+)");
  private static final Pattern SINCE = Pattern.compile("OrganisationUpdatedAt >= '([^']+)'");
  private static final Pattern IDS = Pattern.compile("OrganisationId = (\\d+)");

  private final TestClock time = new TestClock("2026-11-23T12:00:00Z");
  private final Limits limits = Limits.ofThisProcess(time);
  private final ScriptedWebCrm webCrm = new ScriptedWebCrm(time).answering(this::answer);
  private final Map<Integer, Instant> organisations = new TreeMap<>();
  private boolean honoursZone = true;
  private int longestQuery = Integer.MAX_VALUE;

  @AfterEach
  void close() {
    webCrm.close();
  }

  @Test
  void listsEveryRecordOnceWhateverTheStamps() {
    Random random = new Random(7);
    List<Integer> ids = new ArrayList<>(IntStream.rangeClosed(2, 6000).boxed().toList());
    Collections.shuffle(ids, random);
    Instant stamp = Instant.parse("2026-11-01T00:00:00Z");
    for (int id : ids.subList(0, 2500)) {
      organisations.put(id, stamp);
    }

    Listing all = side().all();
    Listing changed =
        side().changedSince(new Cursor(Stamp.of("2026-11-01T00:00:00+00:00"), Duration.ZERO, 2500));

    assertThat(ids(all)).containsExactlyElementsOf(organisations.keySet());
    assertThat(ids(changed)).containsExactlyElementsOf(organisations.keySet());
    assertThat(all.largestStamp().map(Stamp::text)).contains("2026-11-01T00:00:00+00:00");
    assertThat(queries()).isEqualTo(3 + 3);
  }

  @Test
  void aFullLastPageIsFollowedByAnEmptyOne() {
    IntStream.rangeClosed(2, 1001).forEach(id -> organisations.put(id, Instant.EPOCH));

    assertThat(side().all().snapshots()).hasSize(1000);
    assertThat(queries()).isEqualTo(2);
  }

  @Test
  void anIdleSweepCostsOneCall() {
    organisations.put(2, Instant.parse("2026-11-01T00:00:00Z"));
    Side side = side();

    assertThat(
            side.changedSince(new Cursor(Stamp.of("2026-11-23T11:00:00+00:00"), Duration.ZERO, 1))
                .snapshots())
        .isEmpty();
    assertThat(side.calls()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void listsWhatChangedInSummerAndInWinterWhetherOrNotTheZoneIsHonoured(boolean honours) {
    honoursZone = honours;
    for (String moment : List.of("2026-07-01T12:00:00Z", "2026-12-01T12:00:00Z")) {
      organisations.clear();
      Instant cursor = Instant.parse(moment);
      organisations.put(2, cursor.minusSeconds(7200));
      organisations.put(3, cursor.minusSeconds(120));
      organisations.put(4, cursor);
      organisations.put(5, cursor.plusSeconds(1));

      Listing changed = side().changedSince(new Cursor(Stamp.of(stamp(cursor)), Duration.ZERO, 4));

      assertThat(ids(changed)).as(moment).containsExactly(3, 4, 5);
      assertThat(changed.largestStamp().map(Stamp::text)).contains(stamp(cursor.plusSeconds(1)));
    }
  }

  @Test
  void readsManyRecordsAndLooksTheMissingUp() {
    IntStream.rangeClosed(1001, 1600)
        .filter(id -> id % 100 != 0)
        .forEach(id -> organisations.put(id, Instant.EPOCH));
    Side side = side();

    Map<RecordId, Presence> read = side.read(known(1001, 1600), 0);

    assertThat(read).hasSize(600);
    assertThat(read.entrySet())
        .allSatisfy(
            entry ->
                assertThat(entry.getValue())
                    .isInstanceOf(
                        Integer.parseInt(entry.getKey().value()) % 100 == 0
                            ? Presence.Gone.class
                            : Presence.Present.class));
    assertThat(webCrm.paths().stream().filter(path -> path.startsWith("GET /Organisations/")))
        .containsExactly(
            "GET /Organisations/1100",
            "GET /Organisations/1200",
            "GET /Organisations/1300",
            "GET /Organisations/1400",
            "GET /Organisations/1500",
            "GET /Organisations/1600");
    assertThat(side.calls()).isEqualTo(queries() + 6).isLessThanOrEqualTo(4 + 6);
  }

  @Test
  void keepsWithinTheAddressesThatTheServerTakes() {
    longestQuery = 2048;
    IntStream.rangeClosed(1001, 1600).forEach(id -> organisations.put(id, Instant.EPOCH));
    Side side = side();

    Map<RecordId, Presence> read = side.read(known(1001, 1600), 0);

    assertThat(read).hasSize(600);
    assertThat(read.values())
        .allSatisfy(presence -> assertThat(presence).isInstanceOf(Presence.Present.class));
    int refused =
        (int) webCrm.server().journal().stream().filter(request -> request.status() == 414).count();
    // It learns the length once, not for every batch.
    assertThat(refused).isBetween(1, 4);
    assertThat(queries()).isEqualTo(side.calls());
  }

  @Test
  void neverExceedsTheLimitOfAnApplicationToken() {
    organisations.put(7, Instant.EPOCH);
    // Two clients with one token, as two functions in one process.
    Side one = limited();
    Side other = limited();
    for (int i = 0; i < 400; i++) {
      assertThat(one.read(known(7, 7), 0)).hasSize(1);
      assertThat(other.read(known(7, 7), 0)).hasSize(1);
      time.pause(Duration.ofMillis(10));
    }

    List<SimulatorServer.Journalled> journal = webCrm.server().journal();
    assertThat(journal).hasSize(2 + 800);
    for (int i = 250; i < journal.size(); i++) {
      assertThat(Duration.between(journal.get(i - 250).at(), journal.get(i).at()))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }
  }

  // --- the server's side ---

  private Answer answer(Request request) {
    if (!request.path().equals("/Queries")) {
      int id = Integer.parseInt(request.segments().getLast());
      return organisations.containsKey(id)
          ? Answer.json(200, row(id))
          : Answer.json(404, "{\"Message\":\"No such record\",\"Type\":\"NotFoundException\"}");
    }
    if (request.rawQuery().length() > longestQuery) {
      return new Answer(414, Map.of("Content-Type", "text/html"), "<html>URI too long</html>");
    }
    String script = request.query().getOrDefault("script", "");
    Matcher from = FROM_ID.matcher(script);
    List<Integer> ids =
        from.find()
            ? organisations.keySet().stream()
                .filter(id -> id >= Integer.parseInt(from.group(1)))
                .filter(id -> !changedAt(id).isBefore(since(script)))
                .toList()
            : IDS.matcher(script)
                .results()
                .map(id -> Integer.valueOf(id.group(1)))
                .filter(organisations::containsKey)
                .toList();
    return Answer.json(
        200, ids.stream().limit(1000).map(this::row).collect(Collectors.joining(",", "[", "]")));
  }

  private Instant since(String script) {
    Matcher since = SINCE.matcher(script);
    if (!since.find()) {
      return Instant.MIN;
    }
    String text = since.group(1);
    return honoursZone
        ? Instant.parse(text)
        : LocalDateTime.parse(text.replace("Z", "")).atZone(LONDON).toInstant();
  }

  private Instant changedAt(int id) {
    return Optional.ofNullable(organisations.get(id)).orElseThrow();
  }

  private String row(int id) {
    return "{\"OrganisationId\":%d,\"OrganisationStatus\":\"\",\"OrganisationUpdatedAt\":\"%s\"}"
        .formatted(id, stamp(changedAt(id)));
  }

  private static String stamp(Instant moment) {
    return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").format(moment.atZone(LONDON));
  }

  // --- the client's side ---

  private Side side() {
    return new WebCrm(webCrm.configuration(), time, limits)
        .side(WebCrm.Kind.ORGANISATIONS, List.of());
  }

  private Side limited() {
    WebCrmConfiguration configuration =
        ScriptedWebCrm.configuration(webCrm.server().uri(), ScriptedWebCrm.TOKEN, 250);
    return new WebCrm(configuration, time, limits).side(WebCrm.Kind.ORGANISATIONS, List.of());
  }

  private long queries() {
    return webCrm.paths().stream().filter(path -> path.equals("GET /Queries")).count();
  }

  private static List<Integer> ids(Listing listing) {
    return listing.snapshots().stream()
        .map(record -> Integer.valueOf(record.id().value()))
        .toList();
  }

  private static List<RecordReader.Known> known(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(
            id -> new RecordReader.Known(new RecordId(Integer.toString(id)), Optional.empty()))
        .toList();
  }
}
