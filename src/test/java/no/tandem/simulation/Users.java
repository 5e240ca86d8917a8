package no.tandem.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Texts;
import org.jspecify.annotations.Nullable;

/** The people who work in both systems, and what they may think of doing there. */
final class Users {
  private static final String LONG = "Nordvestlandets Fiskeoppdrettsselskap ".repeat(6).strip();
  private static final List<String> COMPANIES =
      List.of(
          "Fjordheim Fisk AS", "fjordheim  fisk as", "Solvang AS", "Myrvold AS", "Nordahl", LONG);
  private static final List<String> FIRST = List.of("Kari", "Ola", "kari", "Ola Anders");
  private static final List<String> LAST = List.of("Nordmann", "Hagelund", "Myrvold");
  private static final List<String> PHONES =
      List.of("", "+47 11 11 11 11", "+47 22 22 22 22", "+47 33 33 33 33", "4".repeat(60));
  private static final List<String> MAILS =
      List.of("", "post@example.com", "kari@example.com", "ola@example.com");
  private static final List<String> TEXTS = List.of("", "En tekst", "en tekst", "Another text");

  /** Half a letter is nothing that a system could answer. */
  private static final List<String> ODD =
      Texts.ALL.stream()
          .filter(spelling -> !spelling.canonical().isEmpty())
          .filter(spelling -> !spelling.what().startsWith("hal"))
          .map(Texts.Spelling::text)
          .toList();

  private static final List<String> STATUSES =
      List.of("Kunde", "Kunde", "Kundeemne", "Tidligere kunde");

  private final Systems systems;
  private final Ledger ledger;
  private final Simulation simulation;
  private final Weather weather;
  private final Replica replica;

  Users(Systems systems, Ledger ledger, Simulation simulation, Weather weather, Replica replica) {
    this.weather = weather;
    this.replica = replica;
    this.systems = systems;
    this.ledger = ledger;
    this.simulation = simulation;
  }

  // --- PowerOffice ---

  void actInPowerOffice(Random random) {
    int dice = random.nextInt(100);
    PowerOfficeSimulator.Kind kind =
        dice < 45
            ? PowerOfficeSimulator.Kind.CUSTOMERS
            : dice < 60
                ? PowerOfficeSimulator.Kind.DEPARTMENTS
                : dice < 82
                    ? PowerOfficeSimulator.Kind.CONTACT_PERSONS
                    : PowerOfficeSimulator.Kind.SUPPLIERS;
    List<Systems.Key> there =
        new ArrayList<>(systems.all(SystemName.POWEROFFICE, kind.name()).keySet());
    if (there.isEmpty() || (there.size() < 6 && random.nextInt(4) == 0)) {
      createInPowerOffice(kind, random);
      return;
    }
    Systems.Key key = there.get(random.nextInt(there.size()));
    Columns record = systems.find(key).orElseThrow();
    int act = random.nextInt(10);
    replica.changing();
    if (act == 0) {
      systems.powerOffice().userDeletes(kind, key.id());
      ledger.deletedByUser(key);
      simulation.trace("user deletes " + key);
      return;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    boolean archives =
        kind == PowerOfficeSimulator.Kind.CUSTOMERS || kind == PowerOfficeSimulator.Kind.SUPPLIERS;
    if (act == 1 && archives) {
      fields.put("IsArchived", !record.isTrue("IsArchived"));
    } else if (act <= (archives ? 2 : 1)) {
      fields.put("IsActive", !record.isTrue("IsActive"));
    } else if (kind == PowerOfficeSimulator.Kind.SUPPLIERS && !record.isTrue("IsPerson")) {
      fields.put("Name", typed(COMPANIES, random));
    } else {
      change(key, record, fields, random);
    }
    systems.powerOffice().userEdits(kind, key.id(), fields);
    simulation.trace("user edits " + key + " " + fields.keySet());
    ledger.editedByUser(key);
  }

  /** Another value for one of the properties that the mapping has, in its system's own columns. */
  private void change(
      Systems.Key key, Columns record, Map<String, @Nullable Object> fields, Random random) {
    boolean customer = key.kind().equals("CUSTOMERS");
    Property property = any(ledger.properties(key), random);
    String value =
        switch (property.name()) {
          case "name" ->
              record.isTrue("IsPerson")
                  ? typed(FIRST, random) + " " + typed(LAST, random)
                  : typed(COMPANIES, random);
          case "firstName" -> typed(FIRST, random);
          case "lastName" -> typed(LAST, random);
          // What is too long for webCRM, only where its length is known without the metadata.
          case "phone" -> any(customer ? PHONES : PHONES.subList(0, 4), random);
          case "email" -> typed(MAILS, random);
          case "birthday" -> random.nextBoolean() ? "" : "1980-02-2" + random.nextInt(9);
          default -> any(TEXTS, random);
        };
    property
        .on(key.system())
        .write(
            Optional.of(value).filter(text -> !text.isEmpty()),
            record,
            Ledger.lengths(key.system()))
        .forEach(
            (column, text) ->
                fields.put(column, key.system() == SystemName.WEBCRM ? text : orNull(text)));
  }

  void createInPowerOffice(PowerOfficeSimulator.Kind kind, Random random) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    boolean person =
        kind == PowerOfficeSimulator.Kind.SUPPLIERS
            ? random.nextInt(4) > 0
            : kind == PowerOfficeSimulator.Kind.CUSTOMERS && random.nextInt(4) == 0;
    switch (kind) {
      case CUSTOMERS, SUPPLIERS -> {
        fields.put("IsPerson", person);
        if (person) {
          fields.put("FirstName", typed(FIRST, random));
          fields.put("LastName", typed(LAST, random));
        } else {
          fields.put("Name", typed(COMPANIES, random));
        }
        fields.put("PhoneNumber", orNull(typed(PHONES.subList(0, 4), random)));
      }
      case DEPARTMENTS -> fields.put("Name", typed(COMPANIES, random));
      case CONTACT_PERSONS -> {
        List<Long> owners = new ArrayList<>();
        for (PowerOfficeSimulator.Kind owning :
            List.of(PowerOfficeSimulator.Kind.CUSTOMERS, PowerOfficeSimulator.Kind.SUPPLIERS)) {
          systems
              .all(SystemName.POWEROFFICE, owning.name())
              .forEach(
                  (key, record) -> {
                    if (!record.isTrue("IsPerson")) {
                      owners.add(key.id());
                    }
                  });
        }
        if (owners.isEmpty()) {
          return;
        }
        fields.put("ContactId", any(owners, random));
        fields.put("FirstName", typed(FIRST, random));
        fields.put("LastName", typed(LAST, random));
        fields.put("EmailAddress", orNull(typed(MAILS, random)));
      }
    }
    replica.changing();
    long id = systems.powerOffice().userCreates(kind, fields);
    Systems.Key key = new Systems.Key(SystemName.POWEROFFICE, kind.name(), id);
    simulation.trace("user creates " + key);
    ledger.editedByUser(key);
  }

  // --- webCRM ---

  void actInWebCrm(Random random) {
    WebCrmSimulator.Kind kind =
        random.nextInt(100) < 55
            ? WebCrmSimulator.Kind.ORGANISATIONS
            : WebCrmSimulator.Kind.PERSONS;
    List<Systems.Key> there = new ArrayList<>(systems.all(SystemName.WEBCRM, kind.name()).keySet());
    if (there.isEmpty() || (there.size() < 6 && random.nextInt(4) == 0)) {
      createInWebCrm(kind, random);
      return;
    }
    Systems.Key key = there.get(random.nextInt(there.size()));
    int id = Math.toIntExact(key.id());
    int act = random.nextInt(10);
    if (act == 0) {
      List<Systems.Key> persons = personsOf(key);
      systems.webCrm().userDeletes(kind, id);
      ledger.deletedByUser(key);
      persons.forEach(ledger::deletedByUser);
      simulation.trace("user deletes " + key);
      if (weather.strikes(Hazard.IDS_USED_AGAIN, random, 0.7)) {
        useAgain(key, random);
      }
      return;
    }
    Columns record = systems.find(key).orElseThrow();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (kind == WebCrmSimulator.Kind.ORGANISATIONS) {
      if (act == 1) {
        fields.put("OrganisationStatus", any(STATUSES, random));
      } else {
        change(key, record, fields, random);
      }
    } else {
      String status = record.text("PersonStatus").orElse("");
      if (act == 1) {
        fields.put("PersonStatus", status.equals("Resigned") ? "Active" : "Resigned");
      } else if (act == 2) {
        List<Systems.Key> organisations =
            new ArrayList<>(systems.all(SystemName.WEBCRM, "ORGANISATIONS").keySet());
        if (organisations.isEmpty()) {
          return;
        }
        fields.put("PersonOrganisationId", Math.toIntExact(any(organisations, random).id()));
      } else {
        change(key, record, fields, random);
      }
    }
    if (weather.strikes(Hazard.OTHER_INTEGRATIONS, random, 0.5)) {
      systems.webCrm().integrationEdits(kind, id, fields, "Other");
      simulation.trace("another integration edits " + key + " " + fields.keySet());
    } else {
      systems.webCrm().userEdits(kind, id, fields);
      simulation.trace("user edits " + key + " " + fields.keySet());
    }
    if (weather.strikes(Hazard.STAMP_FAR_AHEAD, random, 0.1)) {
      Map<String, Object> ahead =
          new LinkedHashMap<>(systems.webCrm().find(kind, id).orElseThrow());
      ahead.put(kind.entity() + "UpdatedAt", "2099-01-01T00:00:00+00:00");
      systems.webCrm().load(kind, List.of(ahead));
    }
    ledger.editedByUser(key);
  }

  /** Another record of the kind, under the id of one that is gone. */
  private void useAgain(Systems.Key key, Random random) {
    WebCrmSimulator.Kind kind = WebCrmSimulator.Kind.valueOf(key.kind());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(kind.entity() + "Id", Math.toIntExact(key.id()));
    if (kind == WebCrmSimulator.Kind.ORGANISATIONS) {
      fields.put("OrganisationName", "Another " + typed(LAST, random));
      fields.put("OrganisationStatus", "Kunde");
    } else {
      List<Systems.Key> organisations =
          new ArrayList<>(systems.all(SystemName.WEBCRM, "ORGANISATIONS").keySet());
      if (organisations.isEmpty()) {
        return;
      }
      fields.put("PersonOrganisationId", Math.toIntExact(any(organisations, random).id()));
      fields.put("PersonFirstName", "Another");
      fields.put("PersonLastName", typed(LAST, random));
    }
    // Stamps are of whole seconds: two that were made within one look alike.
    simulation.timePasses(Duration.ofSeconds(2));
    systems.webCrm().load(kind, List.of(fields));
    simulation.trace("the id of " + key + " is used again");
    ledger.usedAgain(key);
  }

  /** A user changes most records of a kind in one go. */
  List<Systems.Key> changeManyInWebCrm(boolean organisations, Random random) {
    WebCrmSimulator.Kind kind =
        organisations ? WebCrmSimulator.Kind.ORGANISATIONS : WebCrmSimulator.Kind.PERSONS;
    List<Systems.Key> all = List.copyOf(systems.all(SystemName.WEBCRM, kind.name()).keySet());
    String phone = "+47 " + (10 + random.nextInt(80)) + " 00 00 00";
    for (Systems.Key key : all) {
      systems
          .webCrm()
          .userEdits(
              kind,
              Math.toIntExact(key.id()),
              Map.of(organisations ? "OrganisationTelephone" : "PersonDirectPhone", phone));
      ledger.editedByUser(key);
    }
    simulation.trace("a user changes " + all.size() + " " + kind);
    return all;
  }

  private List<Systems.Key> personsOf(Systems.Key organisation) {
    List<Systems.Key> persons = new ArrayList<>();
    if (organisation.kind().equals("ORGANISATIONS")) {
      systems
          .all(SystemName.WEBCRM, "PERSONS")
          .forEach(
              (key, record) -> {
                if (record
                    .text("PersonOrganisationId")
                    .orElse("")
                    .equals(Long.toString(organisation.id()))) {
                  persons.add(key);
                }
              });
    }
    return persons;
  }

  void createInWebCrm(WebCrmSimulator.Kind kind, Random random) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    boolean twins = random.nextInt(3) == 0;
    if (kind == WebCrmSimulator.Kind.ORGANISATIONS) {
      fields.put("OrganisationName", typed(COMPANIES.subList(0, 5), random));
      fields.put("OrganisationTelephone", typed(PHONES.subList(0, 4), random));
      fields.put("OrganisationStatus", any(STATUSES.subList(0, twins ? 2 : 3), random));
    } else {
      List<Systems.Key> organisations =
          new ArrayList<>(systems.all(SystemName.WEBCRM, "ORGANISATIONS").keySet());
      if (organisations.isEmpty()) {
        return;
      }
      fields.put("PersonOrganisationId", Math.toIntExact(any(organisations, random).id()));
      fields.put("PersonFirstName", typed(FIRST, random));
      fields.put("PersonLastName", typed(LAST, random));
      fields.put("PersonEmail", typed(MAILS, random));
    }
    createInWebCrm(kind, fields);
    if (twins) {
      // Another one of that name, which must not be taken for it.
      if (kind == WebCrmSimulator.Kind.ORGANISATIONS) {
        fields.put("OrganisationTelephone", typed(PHONES.subList(0, 4), random));
      } else {
        fields.put("PersonEmail", typed(MAILS, random));
      }
      createInWebCrm(kind, fields);
    }
  }

  private void createInWebCrm(WebCrmSimulator.Kind kind, Map<String, @Nullable Object> fields) {
    int id = systems.webCrm().userCreates(kind, fields);
    Systems.Key key = new Systems.Key(SystemName.WEBCRM, kind.name(), id);
    simulation.trace("user creates " + key);
    ledger.editedByUser(key);
  }

  /** One of these, as people type it; a company may have any name of the table of texts. */
  private static String typed(List<String> of, Random random) {
    boolean odd = of.contains(COMPANIES.getFirst()) && random.nextInt(20) == 0;
    return Texts.typed(odd ? any(ODD, random) : any(of, random), random);
  }

  private static <T> T any(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
