package no.tandem.scenario;

import static no.tandem.scenario.Records.contactPerson;
import static no.tandem.scenario.Records.customer;
import static no.tandem.scenario.Records.department;
import static no.tandem.scenario.Records.list;
import static no.tandem.scenario.Records.supplierPerson;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
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
    world
        .powerOffice()
        .load(PowerOfficeSimulator.Kind.CUSTOMERS, list(customer(100101, "Fjordheim Fisk AS")));
    world
        .powerOffice()
        .load(PowerOfficeSimulator.Kind.DEPARTMENTS, list(department(501, "Havneterminalen")));
    world
        .powerOffice()
        .load(
            PowerOfficeSimulator.Kind.CONTACT_PERSONS,
            list(contactPerson(300101, 100101, "Torbjørn", "Hagelund")));
    world
        .powerOffice()
        .load(
            PowerOfficeSimulator.Kind.SUPPLIERS,
            list(supplierPerson(200101, "Ragnhild", "Myrvold")));
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

  static PowerOfficeSimulator.Kind powerOfficeKind(String pair) {
    return switch (pair) {
      case "customers" -> PowerOfficeSimulator.Kind.CUSTOMERS;
      case "departments" -> PowerOfficeSimulator.Kind.DEPARTMENTS;
      case "contact-persons" -> PowerOfficeSimulator.Kind.CONTACT_PERSONS;
      default -> PowerOfficeSimulator.Kind.SUPPLIERS;
    };
  }

  static WebCrmSimulator.Kind webCrmKind(String pair) {
    return pair.endsWith("persons")
        ? WebCrmSimulator.Kind.PERSONS
        : WebCrmSimulator.Kind.ORGANISATIONS;
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
        world.powerOffice().find(powerOfficeKind(pair), powerOfficeId(pair)).orElseThrow();
    return inactiveInPowerOffice(pair, true).entrySet().stream()
        .allMatch(field -> field.getValue().equals(record.get(field.getKey())));
  }

  String statusInWebCrm(String pair, int id) {
    Map<String, Object> record = world.webCrm().find(webCrmKind(pair), id).orElseThrow();
    return Optional.ofNullable(
            record.get(pair.endsWith("persons") ? "PersonStatus" : "OrganisationStatus"))
        .map(String::valueOf)
        .orElse("");
  }
}
