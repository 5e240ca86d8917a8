package no.tandem.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.remote.SystemWaiting;
import org.junit.jupiter.api.Test;

/**
 * First loads in which the process is killed after every single create was handled and before it
 * was answered.
 */
class KilledProcessIT {
  private static final List<String> PAIRS =
      List.of("customers", "departments", "contact-persons", "supplier-persons");
  private static final List<String> FAMILIES =
      List.of(
          "Hagelund",
          "Myrvold",
          "Solvang",
          "Fjordheim",
          "Nordahl",
          "Skaugen",
          "Tveiten",
          "Ulvestad");

  @Test
  void killedAfterEveryCreateLeavesExactlyOneRecordAndOneLinkEach() throws Exception {
    try (Systems systems = new Systems()) {
      load(systems.powerOffice());
      PackagedTandem tandem = systems.tandem(Map.of());
      // 16 customers, 3 departments, 8 contact persons, 3 supplier persons, and the holder.
      killAtEveryCreate(tandem, systems.webCrm().server(), KilledProcessIT::isCreateInWebCrm, 31);
      expectOnce(systems.webCrm());
      expectLinkedOnce(
          tandem,
          Map.of("customers", 16, "departments", 3, "contact-persons", 8, "supplier-persons", 3));
    }
  }

  @Test
  void killedAfterEveryCreateInPowerOfficeLeavesExactlyOneRecordAndOneLinkEach() throws Exception {
    try (Systems systems = new Systems()) {
      load(systems.webCrm());
      PackagedTandem tandem =
          systems.tandem(
              Map.of(
                  "PAIRS_CUSTOMERS_CREATE", "both",
                  "PAIRS_CUSTOMERS_CREATE_STATUS", "Kunde",
                  "PAIRS_CONTACT_PERSONS_CREATE", "both"));
      killAtEveryCreate(
          tandem, systems.powerOffice().server(), KilledProcessIT::isCreateInPowerOffice, 8 + 5);
      expectOnce(systems.powerOffice());
      expectLinkedOnce(
          tandem,
          Map.of("customers", 8, "departments", 0, "contact-persons", 5, "supplier-persons", 0));
    }
  }

  /** Both simulators, without request limits, and a database. */
  private record Systems(
      PowerOfficeSimulator powerOffice, WebCrmSimulator webCrm, DynamoDbLocal database)
      implements AutoCloseable {

    Systems() throws IOException {
      this(
          new PowerOfficeSimulator(0, Clock.systemUTC(), new SystemWaiting()::pause),
          new WebCrmSimulator(0, Clock.systemUTC(), new SystemWaiting()::pause),
          DynamoDbLocal.start());
      powerOffice.switches().requestsPerSecond(0);
      webCrm.switches().requestsPerMinute(0);
    }

    PackagedTandem tandem(Map<String, String> more) throws IOException {
      Map<String, String> settings =
          LocalSettings.withShortLeases(LocalSettings.of(powerOffice, webCrm, database));
      settings.putAll(more);
      return new PackagedTandem(settings, List.of());
    }

    @Override
    public void close() {
      database.close();
      webCrm.close();
      powerOffice.close();
    }
  }

  private static void killAtEveryCreate(
      PackagedTandem tandem, SimulatorServer server, Predicate<Request> isCreate, int creates)
      throws Exception {
    AtomicReference<Process> running = new AtomicReference<>();
    int kills = 0;
    boolean killed = true;
    while (killed) {
      Process process = tandem.start();
      running.set(process);
      server.clearFaults();
      server.inject(1, isCreate, new Fault.HandleThenRun(() -> running.get().destroyForcibly()));
      killed = !sweepAll(tandem);
      if (killed) {
        assertThat(process.waitFor()).as("killed, not ended").isEqualTo(137);
        kills++;
      } else {
        PackagedTandem.end(process);
      }
      assertThat(kills).as("a kill for each create, no more").isLessThanOrEqualTo(creates);
    }
    System.out.printf("Killed %d times; every record exists once.%n", kills);
    assertThat(kills).isEqualTo(creates);
    server.clearFaults();
  }

  private static boolean isCreateInWebCrm(Request request) {
    String path = request.path().toLowerCase(Locale.ROOT);
    return request.method().equals("POST")
        && (path.endsWith("/organisations") || path.endsWith("/persons"));
  }

  private static boolean isCreateInPowerOffice(Request request) {
    return request.method().equals("POST")
        && request.path().matches("(?i).*/(customers|contactpersons/\\d+)");
  }

  /** False if the process died on the way. */
  private static boolean sweepAll(PackagedTandem tandem) throws InterruptedException {
    try {
      for (String pair : PAIRS) {
        JsonNode report = tandem.call(pair, "{\"sweep\":\"changes\"}");
        for (int i = 0;
            i < 10 && !(report.path("stopped").isNull() && report.path("waiting").isNull());
            i++) {
          // The run that was killed still has its lease.
          report = tandem.call(pair, "{\"sweep\":\"changes\"}");
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void load(PowerOfficeSimulator powerOffice) {
    List<Map<String, Object>> customers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      customers.add(
          record(
              "Id", 100_101L + i,
              // Two of each name: the second must not be taken for the first.
              "Name", FAMILIES.get(i / 2) + " Handel AS",
              "PhoneNumber", "+47 22 33 44 " + (10 + i)));
    }
    powerOffice.load(PowerOfficeSimulator.Kind.CUSTOMERS, customers);
    List<Map<String, Object>> departments = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      departments.add(
          record("Id", 501L + i, "Name", FAMILIES.get(i) + " kontor", "IsActive", true));
    }
    powerOffice.load(PowerOfficeSimulator.Kind.DEPARTMENTS, departments);
    List<Map<String, Object>> suppliers = new ArrayList<>();
    suppliers.add(record("Id", 200_101L, "Name", "Skaugen Grossist AS"));
    for (int i = 0; i < 3; i++) {
      suppliers.add(
          record(
              "Id",
              200_102L + i,
              "IsPerson",
              true,
              "FirstName",
              "Ragnhild",
              "LastName",
              FAMILIES.get(i)));
    }
    powerOffice.load(PowerOfficeSimulator.Kind.SUPPLIERS, suppliers);
    List<Map<String, Object>> contactPersons = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      contactPersons.add(
          record(
              "Id",
              300_101L + i,
              "ContactId",
              i < 6 ? 100_101L + i : 200_101L,
              "FirstName",
              "Torbjørn",
              "LastName",
              FAMILIES.get(i),
              "IsActive",
              true));
    }
    powerOffice.load(PowerOfficeSimulator.Kind.CONTACT_PERSONS, contactPersons);
  }

  /** Organisations that become customers, two of each name, and persons of five of them. */
  private static void load(WebCrmSimulator webCrm) {
    for (int i = 0; i < 8; i++) {
      int organisation =
          webCrm.userCreates(
              WebCrmSimulator.Kind.ORGANISATIONS,
              Map.of(
                  "OrganisationName", FAMILIES.get(i / 2) + " Handel AS",
                  "OrganisationTelephone", "+47 22 33 44 " + (10 + i),
                  "OrganisationStatus", "Kunde"));
      if (i < 5) {
        webCrm.userCreates(
            WebCrmSimulator.Kind.PERSONS,
            Map.of(
                "PersonOrganisationId",
                organisation,
                "PersonFirstName",
                "Torbjørn",
                "PersonLastName",
                FAMILIES.get(i)));
      }
    }
  }

  private static Map<String, Object> record(Object... namesAndValues) {
    Map<String, Object> record = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      record.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    record.putIfAbsent("IsActive", true);
    return record;
  }

  private static void expectOnce(WebCrmSimulator webCrm) {
    List<String> organisations = new ArrayList<>();
    for (Map<String, Object> organisation : webCrm.records(WebCrmSimulator.Kind.ORGANISATIONS)) {
      if (!Integer.valueOf(1).equals(organisation.get("OrganisationId"))) {
        organisations.add(
            organisation.get("OrganisationName") + " " + organisation.get("OrganisationTelephone"));
      }
    }
    assertThat(organisations).hasSize(16 + 3 + 1).doesNotHaveDuplicates();
    List<String> persons = new ArrayList<>();
    for (Map<String, Object> person : webCrm.records(WebCrmSimulator.Kind.PERSONS)) {
      if (!Integer.valueOf(2).equals(person.get("PersonId"))) {
        persons.add(
            person.get("PersonFirstName")
                + " "
                + person.get("PersonLastName")
                + " "
                + person.get("PersonOrganisationId"));
      }
    }
    assertThat(persons).hasSize(8 + 3).doesNotHaveDuplicates();
  }

  private static void expectOnce(PowerOfficeSimulator powerOffice) {
    List<String> customers = new ArrayList<>();
    powerOffice
        .records(PowerOfficeSimulator.Kind.CUSTOMERS)
        .forEach(one -> customers.add(one.get("Name") + " " + one.get("PhoneNumber")));
    assertThat(customers).hasSize(8).doesNotHaveDuplicates();
    List<String> persons = new ArrayList<>();
    powerOffice
        .records(PowerOfficeSimulator.Kind.CONTACT_PERSONS)
        .forEach(one -> persons.add(one.get("LastName") + " " + one.get("ContactId")));
    assertThat(persons).hasSize(5).doesNotHaveDuplicates();
  }

  /** Every record has its link: a full sweep finds all in sync and writes nothing. */
  private static void expectLinkedOnce(PackagedTandem tandem, Map<String, Integer> expected)
      throws Exception {
    Process process = tandem.start();
    try {
      for (String pair : PAIRS) {
        JsonNode report = tandem.call(pair, "{\"sweep\":\"full\"}");
        assertThat(report.path("inSync").asInt()).as(pair).isEqualTo(expected.get(pair));
        assertThat(report.path("actions").size()).as("%s actions", pair).isZero();
      }
    } finally {
      PackagedTandem.end(process);
    }
  }

  /** Also shows that nothing but the stated names is in use, for the check of the logs. */
  static Set<String> words() {
    Set<String> words = new TreeSet<>(FAMILIES);
    words.add("Torbjørn");
    words.add("Ragnhild");
    return words;
  }
}
