package no.tandem.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stored link in plain words. */
record Stored(
    String pair,
    String left,
    Optional<String> right,
    String state,
    Optional<Map<String, AttributeValue>> hold,
    Map<String, AttributeValue> item) {

  /** The key of the item in which a pair stores the link of a PowerOffice record. */
  static String name(String pair, String left) {
    return "default#" + pair + "|link#" + left;
  }

  static boolean isName(String key) {
    return key.indexOf("|link#") > 0;
  }

  static Stored of(String key, Map<String, AttributeValue> item) {
    return new Stored(
        key.substring(key.indexOf('#') + 1, key.indexOf("|link#")),
        item.get("left").s(),
        Optional.ofNullable(item.get("right")).map(AttributeValue::s),
        item.get("state").s(),
        Optional.ofNullable(item.get("hold")).map(AttributeValue::m),
        item);
  }

  String name() {
    return name(pair, left);
  }

  /** Whether it is the link of the organisation that holds persons without one. */
  boolean isHolder() {
    return pair.equals("holder");
  }

  boolean isActive() {
    return state.equals("ACTIVE");
  }

  /** Whether it waits for the PowerOffice record that is to be made for a webCRM record. */
  boolean isAwaited() {
    return left.startsWith("webcrm-");
  }

  Systems.Key leftKey() {
    return Systems.Key.inPowerOffice(pair, left);
  }

  Optional<Systems.Key> rightKey() {
    return right.map(id -> Systems.Key.inWebCrm(pair, id));
  }

  boolean hasLeft(Systems.Key key) {
    return !isHolder() && !isAwaited() && leftKey().equals(key);
  }

  boolean hasRight(Systems.Key key) {
    return rightKey().equals(Optional.of(key));
  }

  String heldBecause() {
    return hold.map(h -> h.get("reason").s()).orElse("");
  }

  /** The code of the reason. */
  String heldFor() {
    return hold.flatMap(h -> Optional.ofNullable(h.get("code"))).map(AttributeValue::s).orElse("");
  }

  String holdKind() {
    return hold.map(h -> h.get("kind").s()).orElse("");
  }

  /** The left id of the link for which it waits. */
  Optional<String> waitsFor() {
    return hold.flatMap(h -> Optional.ofNullable(h.get("waitsFor"))).map(AttributeValue::s);
  }

  /** The base of one side, by property. */
  Map<String, String> base(SystemName system) {
    return base(item, system);
  }

  /** Whether we wrote the property to webCRM and have not seen yet what it stored. */
  boolean isToBeReadBack(String property) {
    AttributeValue base = item.get("rightBase");
    return base != null
        && base.m().containsKey("unconfirmed")
        && base.m().get("unconfirmed").l().stream().anyMatch(name -> name.s().equals(property));
  }

  static Map<String, String> base(Map<String, AttributeValue> item, SystemName system) {
    AttributeValue base = item.get(system == SystemName.POWEROFFICE ? "leftBase" : "rightBase");
    Map<String, String> values = new TreeMap<>();
    if (base != null && base.m().containsKey("view")) {
      base.m().get("view").m().forEach((name, value) -> values.put(name, value.s()));
    }
    return values;
  }
}
