package no.tandem.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;

/** Finds out for which stored intent a record was created. An intent is the name of a link. */
final class Intents {
  private final Systems systems;
  private final Ledger ledger;
  private final Table table;

  Intents(Systems systems, Ledger ledger, Table table) {
    this.systems = systems;
    this.ledger = ledger;
    this.table = table;
  }

  static boolean isHolder(String intent) {
    return intent.contains("holder");
  }

  private static String pair(String intent) {
    return intent.substring(intent.indexOf('#') + 1, intent.indexOf('|'));
  }

  /** The record for which another one is to be created. */
  static Systems.Key source(String intent) {
    String id = intent.substring(intent.indexOf("|link#") + "|link#".length());
    return id.startsWith("webcrm-")
        ? Systems.Key.inWebCrm(pair(intent), id.substring("webcrm-".length()))
        : Systems.Key.inPowerOffice(pair(intent), id.equals("holder") ? "0" : id);
  }

  /**
   * To each record an intent that it fits. Several may fit, but no two records have the same. Empty
   * if there is no such way.
   */
  Map<Systems.Key, String> assigned(
      List<Systems.Key> records, List<String> intents, Instant readsFrom) {
    return rest(records, intents, readsFrom).orElse(Map.of());
  }

  private Optional<Map<Systems.Key, String>> rest(
      List<Systems.Key> records, List<String> intents, Instant readsFrom) {
    if (records.isEmpty()) {
      return Optional.of(new HashMap<>());
    }
    Systems.Key first = records.getFirst();
    for (String intent : intents) {
      if (fits(intent, first, readsFrom)) {
        List<String> others = new ArrayList<>(intents);
        others.remove(intent);
        Optional<Map<Systems.Key, String>> rest =
            rest(records.subList(1, records.size()), others, readsFrom);
        if (rest.isPresent()) {
          rest.get().put(first, intent);
          return rest;
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the record may have been created for this intent. */
  boolean fits(String intent, Systems.Key key, Instant readsFrom) {
    String pair = pair(intent);
    Systems.Key source = source(intent);
    Columns made = systems.find(key).orElseThrow();
    if (source.system() == key.system() || !Systems.webCrmKind(pair).equals(key.kind())) {
      return false;
    }
    Optional<String> reference =
        made.text("OrganisationExtraCustom2").or(() -> made.text("PersonCustom2"));
    if (reference.isPresent()) {
      return reference.get().endsWith("/" + pair + "/" + source.id());
    }
    List<String> mapped = ledger.properties(source).stream().map(Property::name).toList();
    return ownerFits(source, made)
        && ledger.properties(key).stream()
            .map(Property::name)
            .allMatch(name -> mapped.contains(name) || ledger.read(key, name).isEmpty())
        && mapped.stream().allMatch(name -> ledger.cameFrom(source, key, name, readsFrom));
  }

  /** Of two persons of one name, each is under the organisation of its own customer. */
  private boolean ownerFits(Systems.Key source, Columns made) {
    Optional<String> owner = systems.find(source).flatMap(person -> person.text("ContactId"));
    return owner.isEmpty()
        || table.links().stream()
            .filter(link -> link.pair().equals("customers") && link.isActive())
            .filter(link -> owner.get().equals(link.left()))
            .allMatch(link -> link.right().equals(made.text("PersonOrganisationId")));
  }
}
