package no.tandem.simulation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import no.tandem.local.http.SimulatorServer;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;

/** Both simulated systems, and a plain look at what is in them. */
final class Systems {
  private final PowerOfficeSimulator powerOffice;
  private final WebCrmSimulator webCrm;

  /**
   * A record of either system.
   *
   * @param kind the simulator's name of its kind, such as CUSTOMERS
   */
  record Key(SystemName system, String kind, long id) implements Comparable<Key> {

    static Key inPowerOffice(String pair, String id) {
      return new Key(SystemName.POWEROFFICE, powerOfficeKind(pair), Long.parseLong(id));
    }

    static Key inWebCrm(String pair, String id) {
      return new Key(SystemName.WEBCRM, webCrmKind(pair), Long.parseLong(id));
    }

    @Override
    public int compareTo(Key other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return system.key() + "/" + kind.toLowerCase(Locale.ROOT) + "/" + id;
    }
  }

  static String webCrmKind(String pair) {
    return pair.endsWith("persons") ? "PERSONS" : "ORGANISATIONS";
  }

  static String powerOfficeKind(String pair) {
    return switch (pair) {
      case "customers" -> "CUSTOMERS";
      case "departments" -> "DEPARTMENTS";
      case "contact-persons" -> "CONTACT_PERSONS";
      default -> "SUPPLIERS";
    };
  }

  Systems(Clock clock) {
    powerOffice = new PowerOfficeSimulator(SimulatorServer.NO_PORT, clock, pause -> {});
    webCrm = new WebCrmSimulator(SimulatorServer.NO_PORT, clock, pause -> {});
  }

  PowerOfficeSimulator powerOffice() {
    return powerOffice;
  }

  WebCrmSimulator webCrm() {
    return webCrm;
  }

  void close() {
    powerOffice.close();
    webCrm.close();
  }

  Optional<Columns> find(Key key) {
    Optional<Map<String, Object>> found =
        key.system() == SystemName.POWEROFFICE
            ? powerOffice.find(PowerOfficeSimulator.Kind.valueOf(key.kind()), key.id())
            : webCrm.find(WebCrmSimulator.Kind.valueOf(key.kind()), Math.toIntExact(key.id()));
    return found.map(Systems::columns);
  }

  /** All records of the kind, webCRM's own excepted. */
  Map<Key, Columns> all(SystemName system, String kind) {
    Map<Key, Columns> all = new TreeMap<>();
    if (system == SystemName.POWEROFFICE) {
      for (Map<String, Object> record :
          powerOffice.records(PowerOfficeSimulator.Kind.valueOf(kind))) {
        all.put(new Key(system, kind, ((Number) record.get("Id")).longValue()), columns(record));
      }
    } else {
      WebCrmSimulator.Kind webCrmKind = WebCrmSimulator.Kind.valueOf(kind);
      for (Map<String, Object> record : webCrm.records(webCrmKind)) {
        long id = ((Number) record.get(webCrmKind.entity() + "Id")).longValue();
        boolean own = id == (webCrmKind == WebCrmSimulator.Kind.ORGANISATIONS ? 1 : 2);
        if (!own) {
          all.put(new Key(system, kind, id), columns(record));
        }
      }
    }
    return all;
  }

  private static Columns columns(Map<String, Object> record) {
    Map<String, String> texts = new LinkedHashMap<>();
    record.forEach(
        (name, value) -> {
          if (value != null) {
            texts.put(name, value.toString());
          }
        });
    return Columns.of(texts);
  }

  /** Everything as it is now, in systems of their own. */
  Systems copy(Clock clock) {
    Systems copy = new Systems(clock);
    copy.powerOffice.switches().writesNulls(powerOffice.switches().writesNulls());
    for (PowerOfficeSimulator.Kind kind : PowerOfficeSimulator.Kind.values()) {
      copy.powerOffice.load(kind, copies(powerOffice.records(kind)));
    }
    for (WebCrmSimulator.Kind kind : WebCrmSimulator.Kind.values()) {
      copy.webCrm.load(kind, copies(webCrm.records(kind)));
    }
    return copy;
  }

  private static List<Map<String, Object>> copies(List<Map<String, Object>> records) {
    List<Map<String, Object>> copies = new ArrayList<>();
    records.forEach(record -> copies.add(new LinkedHashMap<>(record)));
    return copies;
  }

  /** Whether a record counts as active in its system, as the mapping of the kinds says. */
  static boolean isActive(Key key, Columns record) {
    return switch (key.kind()) {
      case "CUSTOMERS" -> !record.isTrue("IsArchived") && record.isTrue("IsActive");
      case "SUPPLIERS" ->
          !record.isTrue("IsArchived") && record.isTrue("IsActive") && record.isTrue("IsPerson");
      case "DEPARTMENTS", "CONTACT_PERSONS" -> record.isTrue("IsActive");
      case "PERSONS" -> !record.text("PersonStatus").orElse("").equals("Resigned");
      default -> !record.text("OrganisationStatus").orElse("").equals("Tidligere kunde");
    };
  }
}
