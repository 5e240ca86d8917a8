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
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.remote.SystemWaiting;
import org.junit.jupiter.api.Test;

/**
 * A first load of 30 records in which the process is killed after every single create was handled
 * and before it was answered.
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
    SystemWaiting time = new SystemWaiting();
    try (PowerOfficeSimulator powerOffice =
            new PowerOfficeSimulator(0, Clock.systemUTC(), time::pause);
        WebCrmSimulator webCrm = new WebCrmSimulator(0, Clock.systemUTC(), time::pause);
        DynamoDbLocal database = DynamoDbLocal.start()) {
      powerOffice.switches().requestsPerSecond(0);
      webCrm.switches().requestsPerMinute(0);
      load(powerOffice);
      PackagedTandem tandem =
          new PackagedTandem(PackagedTandem.settings(powerOffice, webCrm, database), List.of());
      AtomicReference<Process> running = new AtomicReference<>();
      int kills = 0;
      boolean killed = true;
      while (killed) {
        Process process = tandem.start();
        running.set(process);
        webCrm.server().clearFaults();
        webCrm
            .server()
            .inject(
                1,
                KilledProcessIT::isCreate,
                new Fault.HandleThenRun(() -> running.get().destroyForcibly()));
        killed = !sweepAll(tandem);
        if (killed) {
          assertThat(process.waitFor()).as("killed, not ended").isEqualTo(137);
          kills++;
        } else {
          PackagedTandem.end(process);
        }
        assertThat(kills).as("a kill for each create, no more").isLessThanOrEqualTo(31);
      }
      System.out.printf("Killed %d times; every record exists once.%n", kills);
      // 16 customers, 3 departments, 8 contact persons, 3 supplier persons, and the holder.
      assertThat(kills).isEqualTo(31);
      webCrm.server().clearFaults();
      expectOnce(webCrm);
      expectLinkedOnce(tandem);
    }
  }

  private static boolean isCreate(Request request) {
    String path = request.path().toLowerCase(Locale.ROOT);
    return request.method().equals("POST")
        && (path.endsWith("/organisations") || path.endsWith("/persons"));
  }

  /** False if the process died on the way. */
  private static boolean sweepAll(PackagedTandem tandem) throws InterruptedException {
    try {
      for (String pair : PAIRS) {
        tandem.call(pair, "{\"sweep\":\"changes\"}");
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

  /** Every record has its link: a full sweep finds all in sync and writes nothing. */
  private static void expectLinkedOnce(PackagedTandem tandem) throws Exception {
    Process process = tandem.start();
    try {
      Map<String, Integer> expected =
          Map.of("customers", 16, "departments", 3, "contact-persons", 8, "supplier-persons", 3);
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
