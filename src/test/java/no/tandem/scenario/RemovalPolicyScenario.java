package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.department;
import static no.tandem.scenario.Records.supplierPerson;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.BeforeEach;

/** One linked record of each pair, of which one side goes away. */
abstract class RemovalPolicyScenario {
  static final Map<String, Long> POWEROFFICE =
      Map.of(
          "customers", 100101L,
          "departments", 501L,
          "contact-persons", 300101L,
          "supplier-persons", 200101L);

  @Inject World world;

  @BeforeEach
  void linkOneOfEach() {
    world.reset();
    world.webCrm().switches().dropdown("OrganisationStatus", List.of("Kunde", "Lead", "Inaktiv"));
    world.customers().load(customer(100101, "Fjordheim Fisk AS"));
    world.departments().load(department(501, "Havneterminalen"));
    world.contactPersons().load(contactPerson(300101, 100101, "Torbjørn", "Hagelund"));
    world.suppliers().load(supplierPerson(200101, "Ragnhild", "Myrvold"));
    world.sweepAll();
    world.pass(Duration.ofMinutes(10));
    world.sweepAll();
  }

  static long powerOfficeId(String pair) {
    return Objects.requireNonNull(POWEROFFICE.get(pair));
  }

  int webCrmId(String pair) {
    return world.webCrmId(pair, powerOfficeId(pair));
  }

  Link link(String pair) {
    return Objects.requireNonNull(world.linksByLeft(pair).get(Long.toString(powerOfficeId(pair))));
  }

  /** The PowerOffice field that makes the record inactive, and the value that does. */
  static Map<String, Object> inactiveInPowerOffice(String pair, boolean inactive) {
    return switch (pair) {
      case "customers", "supplier-persons" -> Map.of("IsArchived", inactive);
      default -> Map.of("IsActive", !inactive);
    };
  }

  boolean isInactiveInPowerOffice(String pair) {
    Map<String, Object> record =
        world.inPowerOffice(pair).one(powerOfficeId(pair)).find().orElseThrow();
    return inactiveInPowerOffice(pair, true).entrySet().stream()
        .allMatch(field -> field.getValue().equals(record.get(field.getKey())));
  }

  String statusInWebCrm(String pair, int id) {
    Map<String, Object> record = world.inWebCrm(pair).one(id).find().orElseThrow();
    return Optional.ofNullable(
            record.get(pair.endsWith("persons") ? "PersonStatus" : "OrganisationStatus"))
        .map(String::valueOf)
        .orElse("");
  }
}
