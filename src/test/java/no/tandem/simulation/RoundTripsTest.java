package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Link;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.Texts;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both systems keep texts in a form of their own, and people go on working: nothing grows. */
@ExtendWith(Quiet.class)
class RoundTripsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;
  private static final int ROUNDS = 10;

  /** What a system makes of a text when it stores it. */
  enum Form {
    AS_SENT(text -> text),
    TRIMMED(String::strip),
    ESCAPED(
        text ->
            text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;")
                .replace("\u00f8", "&#248;")
                .replace("\u00a0", "&nbsp;")),
    DECOMPOSED(text -> Normalizer.normalize(text, Normalizer.Form.NFD)),
    COMPOSED(text -> Normalizer.normalize(text, Normalizer.Form.NFC)),
    CUT(text -> text.length() <= 70 ? text : text.substring(0, 70)),
    WITH_LONG_LINE_ENDS(text -> text.replace("\r\n", "\n").replace("\n", "\r\n")),
    WITH_SHORT_LINE_ENDS(text -> text.replace("\r\n", "\n")),
    IN_FIXED_WIDTH(text -> text + " ".repeat(Math.max(0, 60 - text.length()))),
    WITH_A_BYTE_ORDER_MARK(text -> text.length() > 190 ? text : "\ufeff" + text);

    // Each is a function of its text alone.
    @SuppressWarnings("ImmutableEnumChecker")
    private final UnaryOperator<String> of;

    Form(UnaryOperator<String> of) {
      this.of = of;
    }
  }

  private final OneCompany company =
      new OneCompany(Map.of("stops.max-records", "10000", "stops.max-share", "100"));
  private final List<Long> ids = new ArrayList<>();
  private int writes;

  /** Names of one line and of several, short and too long, of all that makes trouble. */
  private static List<String> names() {
    Stream<String> some =
        Texts.ALL.stream()
            .map(Texts.Spelling::text)
            .filter(text -> text.chars().noneMatch(c -> c < ' ' && c != '\r' && c != '\n'));
    List<String> texts = new ArrayList<>(some.toList());
    Random random = new Random(4);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      names.add(texts.get(random.nextInt(texts.size())));
    }
    names.add("Dave's R\u00f8r & VVS \"Bad\" <Oslo>");
    names.add("A &amp; B");
    names.add("one\ntwo\r\nthree");
    names.add("\u00c5".repeat(64) + "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 and more");
    names.add("x".repeat(57) + "\ud83d\udc4d\ud83c\udffd and more");
    names.add("Nordvestlandets Fiskeoppdrettsselskap ".repeat(7));
    return names;
  }

  private void keep(Form form) {
    company.arriving(request -> isWrite(request) ? stored(request, form) : request);
    company.alter(
        (request, answer) -> {
          writes += isWrite(request) ? 1 : 0;
          return answer;
        });
  }

  private static boolean isWrite(Request request) {
    return List.of("POST", "PUT", "PATCH").contains(request.method())
        && request.path().matches("(?i).*/(Customers|Organisations)(/.*)?");
  }

  private static Request stored(Request request, Form form) {
    try {
      JsonNode body = MAPPER.readTree(request.body());
      return new Request(
          request.method(),
          request.path(),
          request.rawQuery(),
          request.headers(),
          of(body, form).toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode of(JsonNode json, Form form) {
    switch (json) {
      case ArrayNode array -> array.forEach(one -> of(one, form));
      case ObjectNode object -> {
        for (String name : List.of("Name", "OrganisationName", "value")) {
          if (object.path(name).isTextual()) {
            object.set(name, TextNode.valueOf(form.of.apply(object.path(name).asText())));
          }
        }
      }
      default -> {}
    }
    return json;
  }

  private void sweep(boolean full) {
    company.pass(Duration.ofMinutes(11));
    company.sweep("customers");
    if (full) {
      company.pass(Duration.ofMinutes(11));
      company.fullSweep("customers");
    }
  }

  private Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    for (Link link : company.links("customers").all()) {
      int right = Integer.parseInt(link.right().orElseThrow().value());
      all.put("webCRM " + right, name(ORGANISATIONS, right));
      long left = Long.parseLong(link.left().orElseThrow().value());
      all.put("PowerOffice " + left, name(left));
      assertThat(link.hold()).as("%s", link.key()).isEmpty();
    }
    return all;
  }

  private String name(long customer) {
    return String.valueOf(
        company.systems().powerOffice().find(CUSTOMERS, customer).orElseThrow().get("Name"));
  }

  private String name(WebCrmSimulator.Kind kind, int id) {
    return String.valueOf(
        company.systems().webCrm().find(kind, id).orElseThrow().get("OrganisationName"));
  }

  private void load() {
    List<String> names = names();
    for (int i = 0; i < names.size(); i++) {
      ids.add(
          company
              .systems()
              .powerOffice()
              .userCreates(CUSTOMERS, Map.of("Name", i + " " + names.get(i), "PhoneNumber", "22")));
    }
    sweep(true);
    sweep(true);
  }

  private int right(long left) {
    return company.links("customers").all().stream()
        .filter(link -> link.left().orElseThrow().value().equals(Long.toString(left)))
        .map(link -> Integer.parseInt(link.right().orElseThrow().value()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyEditsStaysAsItIs(Form form) {
    keep(form);
    load();
    Map<String, String> before = all();
    assertThat(before).hasSize(2 * ids.size());
    for (int round = 0; round < ROUNDS; round++) {
      writes = 0;
      for (long id : ids) {
        String phone = "22 33 44 " + (10 + round);
        if (round % 2 == 0) {
          company.systems().powerOffice().userEdits(CUSTOMERS, id, Map.of("PhoneNumber", phone));
        } else {
          company
              .systems()
              .webCrm()
              .userEdits(ORGANISATIONS, right(id), Map.of("OrganisationTelephone", phone));
        }
      }
      sweep(round > 7);
      assertThat(all()).as("round %s", round).isEqualTo(before);
      assertThat(writes).as("round %s", round).isEqualTo(ids.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAUserTypesStandsAndNothingGrows(Form form) {
    keep(form);
    load();
    for (int round = 0; round < ROUNDS; round++) {
      Map<Long, String> typed = new TreeMap<>();
      for (int i = 0; i < ids.size(); i++) {
        String name = i + (round % 2 == 0 ? " - " : " ") + names().get(i);
        typed.put(ids.get(i), name);
        company.systems().powerOffice().userEdits(CUSTOMERS, ids.get(i), Map.of("Name", name));
      }
      writes = 0;
      sweep(round > 7);
      assertThat(writes).as("round %s", round).isLessThanOrEqualTo(ids.size());
      all();
      typed.forEach(
          (id, name) -> {
            assertThat(name(id)).isEqualTo(name);
            String sent = Text.cut(Text.canonical(name), 200);
            assertThat(name(ORGANISATIONS, right(id))).isEqualTo(form.of.apply(sent));
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSystemsFormIsNoEditThoughAnotherUserSavesTheRecordJustAfterwards(Form form) {
    keep(form);
    load();
    company.alter(
        (request, answer) -> {
          if (isWrite(request) && request.method().equals("PUT")) {
            int id = Integer.parseInt(request.path().replaceFirst(".*/", ""));
            String phone = "99 88 77 " + (10 + writes++ % 90);
            company
                .systems()
                .webCrm()
                .userEdits(ORGANISATIONS, id, Map.of("OrganisationTelephone", phone));
          }
          return answer;
        });
    for (int round = 0; round < ROUNDS / 2; round++) {
      Map<Long, String> typed = new TreeMap<>();
      for (int i = 0; i < ids.size(); i++) {
        String name = i + (round % 2 == 0 ? " - " : " ") + names().get(i);
        typed.put(ids.get(i), name);
        company.systems().powerOffice().userEdits(CUSTOMERS, ids.get(i), Map.of("Name", name));
      }
      writes = 0;
      sweep(true);
      assertThat(writes).as("round %s", round).isLessThanOrEqualTo(ids.size());
      typed.forEach((id, name) -> assertThat(name(id)).isEqualTo(name));
      all();
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesThatGoToAndFroDoNotGrow(Form form) {
    keep(form);
    load();
    Map<String, String> before = Map.of();
    for (int round = 0; round < ROUNDS; round++) {
      // Somebody adds a word to the name where it stands, and takes it away again.
      boolean adds = round % 2 == 0;
      for (long id : ids) {
        int right = right(id);
        if (round % 4 < 2) {
          company
              .systems()
              .powerOffice()
              .userEdits(CUSTOMERS, id, Map.of("Name", edited(name(id), adds)));
        } else {
          String name = edited(seen(name(ORGANISATIONS, right), form), adds);
          company
              .systems()
              .webCrm()
              .userEdits(ORGANISATIONS, right, Map.of("OrganisationName", Text.cut(name, 200)));
        }
      }
      sweep(round > 7);
      Map<String, String> now = all();
      if (round == 3) {
        before = now;
      } else if (round == 7) {
        assertThat(lengths(now)).as("after the same edits").isEqualTo(lengths(before));
      }
    }
  }

  /** People see the text that is meant by what is stored. */
  private static String seen(String stored, Form form) {
    return form == Form.ESCAPED
        ? stored
            .replace("&nbsp;", "\u00a0")
            .replace("&#248;", "\u00f8")
            .replace("&#39;", "'")
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&amp;", "&")
        : stored;
  }

  private static String edited(String name, boolean adds) {
    return adds ? "New " + name.replaceFirst("^\ufeff", "") : name.replaceFirst("^\ufeff?New ", "");
  }

  private static Map<String, Integer> lengths(Map<String, String> texts) {
    Map<String, Integer> lengths = new TreeMap<>();
    texts.forEach((key, text) -> lengths.put(key, Text.canonical(text).length()));
    return lengths;
  }
}
