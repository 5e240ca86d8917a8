package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.LastWrite;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.OpenWrite;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table as commit e6e0ce0 left it, and both systems at that moment: what is in use is read by
 * today's code, which goes on from there.
 */
@ExtendWith(Quiet.class)
class StoredItemsTest {
  private static final String FJORD = "12000001";
  private static final String BERG = "12000002";
  private static final String DAL = "12000003";
  private static final String ELV = "12000004";
  private static final String FOSS = "12000005";
  private static final String TVILLING = "12000006";
  private static final String JERN = "12000007";
  private static final String GRAN = "12000008";
  private static final String IS = "12000009";
  private static final String HAV = "12000010";

  private final OneCompany company =
      new OneCompany(Map.of("pairs.contact-persons.removal", "deactivate"));

  @BeforeEach
  void load() throws IOException {
    JsonNode stored;
    try (InputStream file = getClass().getResourceAsStream("/stored/e6e0ce0.json")) {
      stored = new ObjectMapper().readTree(Objects.requireNonNull(file));
    }
    company
        .time()
        .pause(
            Duration.between(company.time().instant(), Instant.parse(stored.path("at").asText())));
    for (JsonNode item : stored.path("items")) {
      company.database().putItem(put -> put.tableName("tandem-links").item(attributes(item)));
    }
    for (Map.Entry<String, JsonNode> kind : stored.path("powerOffice").properties()) {
      company
          .systems()
          .powerOffice()
          .load(PowerOfficeSimulator.Kind.valueOf(kind.getKey()), records(kind.getValue()));
    }
    for (Map.Entry<String, JsonNode> kind : stored.path("webCrm").properties()) {
      company
          .systems()
          .webCrm()
          .load(WebCrmSimulator.Kind.valueOf(kind.getKey()), records(kind.getValue()));
    }
  }

  private static List<Map<String, Object>> records(JsonNode rows) {
    List<Map<String, Object>> records = new ArrayList<>();
    for (JsonNode row : rows) {
      Map<String, Object> record = new HashMap<>();
      row.properties()
          .forEach(
              field -> {
                JsonNode value = field.getValue();
                record.put(
                    field.getKey(),
                    value.isBoolean()
                        ? (Object) value.asBoolean()
                        : value.isNumber() ? (Object) value.numberValue() : value.asText());
              });
      records.add(record);
    }
    return records;
  }

  private static Map<String, AttributeValue> attributes(JsonNode item) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    item.properties().forEach(field -> attributes.put(field.getKey(), attribute(field.getValue())));
    return attributes;
  }

  private static AttributeValue attribute(JsonNode json) {
    Map.Entry<String, JsonNode> typed = json.properties().iterator().next();
    JsonNode value = typed.getValue();
    return switch (typed.getKey()) {
      case "S" -> AttributeValue.fromS(value.asText());
      case "N" -> AttributeValue.fromN(value.asText());
      case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
      case "B" ->
          AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(value.asText())));
      case "M" -> AttributeValue.fromM(attributes(value));
      case "L" -> {
        List<AttributeValue> values = new ArrayList<>();
        value.forEach(one -> values.add(attribute(one)));
        yield AttributeValue.fromL(values);
      }
      default -> throw new IllegalArgumentException(typed.getKey());
    };
  }

  private Link customer(String left) {
    RecordId id = new RecordId(left);
    return company.links("customers").get(LinkKey.of(id)).orElseThrow();
  }

  private static Hold hold(Link link) {
    return link.hold().orElseThrow();
  }

  @Test
  void everyKindOfLinkIsRead() {
    Link fjord = customer(FJORD);
    assertThat(fjord.active()).isTrue();
    assertThat(fjord.right()).contains(new RecordId("2"));
    assertThat(fjord.leftBase().view().get("phone")).contains("77 77 77 77");
    assertThat(fjord.rightBase().createdAt()).as("not known yet").isEmpty();
    assertThat(fjord.lastWrites())
        .containsEntry("phone", new LastWrite(SystemName.POWEROFFICE, "22 22 22 22", 0));
    assertThat(customer(DAL).rightBase().unconfirmed()).containsExactly("phone");
    assertThat(customer(FOSS).openWrites())
        .containsEntry(
            "name",
            new OpenWrite(
                SystemName.WEBCRM, "Foss Frakt AS", "Foss og Frakt AS", "Foss og Frakt AS", 0));
    assertThat(hold(customer(FOSS)).kind()).isEqualTo(Hold.Kind.DEFERRED);
    Link tvilling = customer(TVILLING);
    assertThat(tvilling.held()).isTrue();
    assertThat(tvilling.state()).isEqualTo(Link.State.PENDING);
    assertThat(hold(tvilling).candidates()).containsOnlyKeys(new RecordId("3"), new RecordId("4"));
    assertThat(customer(ELV).state()).isEqualTo(Link.State.ENDED);
    assertThat(customer(JERN).ignored()).isTrue();
    assertThat(customer(GRAN).state()).isEqualTo(Link.State.CREATING);
    assertThat(customer(GRAN).intentAt()).contains(Instant.parse("2026-10-24T22:34:00Z"));
    assertThat(hold(customer(IS)).remoteText()).contains("The name is not allowed");
    Links persons = company.links("contact-persons");
    RecordId ola = new RecordId("45000002");
    assertThat(persons.get(LinkKey.of(ola)).orElseThrow().deactivated())
        .contains(new LinkState.Deactivated(SystemName.WEBCRM, Map.of("PersonStatus", "Active")));
    assertThat(persons.unsettled())
        .extracting(link -> hold(link).waitsFor().orElseThrow().text())
        .containsExactlyInAnyOrder(TVILLING, HAV);
  }

  @Test
  void cursorsHistoryAndClaimsAreRead() {
    PairStore stored = company.stored("customers");
    Links customers = stored.links();
    assertThat(stored.runState().cursor(SystemName.WEBCRM).orElseThrow().stamp())
        .isEqualTo(new Stamp("2026-10-24T23:34:00+01:00", Instant.parse("2026-10-24T22:34:00Z")));
    assertThat(stored.runState().cursor(SystemName.POWEROFFICE).orElseThrow().recordsListed())
        .isEqualTo(6);
    assertThat(stored.history().of(LinkKey.of(new RecordId(DAL))))
        .anySatisfy(
            entry -> assertThat(entry.losers()).extracting(l -> l.value()).contains("66 66 66 66"));
    assertThat(customers.claims(Set.of(new RecordId("7"), new RecordId("9"))))
        .containsEntry(
            new RecordId("7"),
            new LinkReader.Claim("customers", LinkKey.of(new RecordId(ELV)), true))
        .containsEntry(
            new RecordId("9"),
            new LinkReader.Claim("departments", LinkKey.of(new RecordId("7000001")), false));
  }

  @Test
  void sweepsGoOnFromThere() {
    company.pass(Duration.ofMinutes(10));
    for (int i = 0; i < 4; i++) {
      for (String pair : List.of("customers", "departments", "contact-persons")) {
        JsonNode report = i == 3 ? company.fullSweep(pair) : company.sweep(pair);
        assertThat(report.path("stopped").isNull()).as("%s", report).isTrue();
      }
      company.pass(Duration.ofMinutes(10));
    }
    assertThat(organisations())
        .containsExactlyInAnyOrder(
            "Fjord Fisk AS",
            "Berg Bygg AS",
            "Dal Data AS",
            "Elv Energi AS",
            "Foss og Frakt AS",
            "Tvilling AS",
            "Tvilling AS",
            "Gran Garn AS",
            "Is og Is AS",
            "Hav Handel AS",
            "Oslo");
    for (String left : List.of(FJORD, BERG, DAL, FOSS, GRAN, IS, HAV)) {
      Link link = customer(left);
      assertThat(link.active() && link.hold().isEmpty()).as("%s", link).isTrue();
      assertThat(link.openWrites()).isEmpty();
    }
    assertThat(customer(TVILLING).held()).isTrue();
    assertThat(hold(customer(TVILLING)).candidates()).hasSize(2);
    assertThat(customer(JERN).ignored()).isTrue();
    assertThat(customer(ELV).state()).isEqualTo(Link.State.ENDED);
    assertThat(company.links("contact-persons").all().stream().filter(Link::active))
        .extracting(link -> link.key().text())
        .containsExactlyInAnyOrder("45000001", "45000004");
    assertThat(person(4)).contains("Resigned");
  }

  @Test
  void operatorsGoOnFromThere() {
    company.pass(Duration.ofMinutes(10));
    JsonNode restored =
        company.call(
            "operator",
            "{\"action\":\"restore\",\"pair\":\"customers\",\"system\":\"poweroffice\",\"id\":\""
                + DAL
                + "\",\"property\":\"phone\",\"by\":\"Kari\"}");
    assertThat(restored.path("refused").isNull()).as("%s", restored).isTrue();
    assertThat(customer(DAL).rightBase().view().get("phone")).contains("55 55 55 55");
  }

  private List<String> organisations() {
    return company.systems().all(SystemName.WEBCRM, "ORGANISATIONS").values().stream()
        .map(record -> record.text("OrganisationName").orElse(""))
        .toList();
  }

  private Optional<String> person(int id) {
    return company
        .systems()
        .find(new Systems.Key(SystemName.WEBCRM, "PERSONS", id))
        .flatMap(record -> record.text("PersonStatus"));
  }
}
