package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a postal address. */
final class Address {
  private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));
  private static final Map<String, Integer> OF_PERSON = new LinkedHashMap<>();
  private static final Map<String, Integer> OF_CONTACT;

  static {
    OF_PERSON.put("AddressLine1", 200);
    OF_PERSON.put("AddressLine2", 200);
    OF_PERSON.put("City", 100);
    OF_PERSON.put("CountryCode", 2);
    OF_PERSON.put("ZipCode", 50);
    OF_CONTACT = new LinkedHashMap<>(OF_PERSON);
    OF_CONTACT.put("ExternalCode", 50);
  }

  private Address() {}

  /** The names of the members that can be written. */
  static Set<String> members(FieldType type) {
    return Collections.unmodifiableSet(lengths(type).keySet());
  }

  /** All names, in the order in which they are answered. */
  static List<String> answered(FieldType type) {
    return type == FieldType.CONTACT_ADDRESS
        ? List.of(
            "Id",
            "AddressLine1",
            "AddressLine2",
            "City",
            "CountryCode",
            "ExternalCode",
            "LastChangedDateTimeOffset",
            "ZipCode")
        : List.copyOf(lengths(type).keySet());
  }

  /** Whether the member can hold the value. */
  static boolean fits(FieldType type, String member, JsonNode value) {
    if (value.isNull()) {
      return true;
    }
    if (!value.isTextual() || value.textValue().length() > lengths(type).getOrDefault(member, 0)) {
      return false;
    }
    return !member.equals("CountryCode") || COUNTRIES.contains(value.textValue());
  }

  /** The address without unknown members, or empty if a value does not fit. */
  static Optional<ObjectNode> read(FieldType type, JsonNode value) {
    if (!value.isObject()) {
      return Optional.empty();
    }
    ObjectNode read = JsonNodeFactory.instance.objectNode();
    for (String member : lengths(type).keySet()) {
      JsonNode given = value.get(member);
      if (given != null) {
        if (!fits(type, member, given)) {
          return Optional.empty();
        }
        read.set(member, given);
      }
    }
    return Optional.of(read);
  }

  private static Map<String, Integer> lengths(FieldType type) {
    return type == FieldType.CONTACT_ADDRESS ? OF_CONTACT : OF_PERSON;
  }
}
