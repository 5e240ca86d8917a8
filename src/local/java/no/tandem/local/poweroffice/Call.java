package no.tandem.local.poweroffice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** An API call, known by its method and path. */
sealed interface Call {

  /** The record that a path names; a contact person is named with its owner. */
  record Target(Kind kind, Optional<Long> ownerId, long id) {}

  record Information() implements Call {}

  record Listing(Kind kind) implements Call {}

  record Creation(Kind kind) implements Call {}

  record PersonCreation(long ownerId) implements Call {}

  record Reading(Target target) implements Call {}

  record Patch(Target target) implements Call {}

  /**
   * The call, or empty if it is none that Tandem sends.
   *
   * @param route the path's segments after the version, in lower case
   */
  static Optional<Call> read(String method, List<String> route) {
    if (method.equals("GET") && route.equals(List.of("clientintegrationinformation"))) {
      return Optional.of(new Information());
    }
    if (route.isEmpty()) {
      return Optional.empty();
    }
    Optional<Kind> named =
        Arrays.stream(Kind.values())
            .filter(kind -> kind.path().toLowerCase(Locale.ROOT).equals(route.getFirst()))
            .findFirst();
    if (named.isEmpty()
        || !route.stream().skip(1).allMatch(segment -> segment.matches("\\d{1,18}"))) {
      return Optional.empty();
    }
    Kind kind = named.get();
    List<Long> ids = route.stream().skip(1).map(Long::valueOf).toList();
    return kind == Kind.CONTACT_PERSONS ? ofPersons(method, ids) : of(method, kind, ids);
  }

  /** The privileges of which one is enough; none if the call needs none. */
  default Set<String> privileges() {
    return switch (this) {
      case Information information -> Set.of();
      case Listing listing -> toRead(listing.kind());
      case Reading reading -> toRead(reading.target().kind());
      case Creation creation -> toWrite(creation.kind());
      case PersonCreation creation -> toWrite(Kind.CONTACT_PERSONS);
      case Patch patch -> toWrite(patch.target().kind());
    };
  }

  private static Optional<Call> of(String method, Kind kind, List<Long> ids) {
    return switch (ids.size()) {
      case 0 -> onAll(method, kind);
      case 1 -> onOne(method, new Target(kind, Optional.empty(), ids.getFirst()));
      default -> Optional.empty();
    };
  }

  private static Optional<Call> ofPersons(String method, List<Long> ids) {
    return switch (ids.size()) {
      case 0 ->
          method.equals("GET") ? Optional.of(new Listing(Kind.CONTACT_PERSONS)) : Optional.empty();
      case 1 ->
          method.equals("POST")
              ? Optional.of(new PersonCreation(ids.getFirst()))
              : Optional.empty();
      case 2 ->
          onOne(
              method, new Target(Kind.CONTACT_PERSONS, Optional.of(ids.getFirst()), ids.getLast()));
      default -> Optional.empty();
    };
  }

  private static Optional<Call> onAll(String method, Kind kind) {
    return switch (method) {
      case "GET" -> Optional.of(new Listing(kind));
      case "POST" -> kind == Kind.CUSTOMERS ? Optional.of(new Creation(kind)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Call> onOne(String method, Target target) {
    return switch (method) {
      case "GET" -> Optional.of(new Reading(target));
      case "PATCH" -> Optional.of(new Patch(target));
      default -> Optional.empty();
    };
  }

  private static Set<String> toRead(Kind kind) {
    return kind == Kind.CONTACT_PERSONS
        ? Set.of(
            "ContactPerson",
            "ContactPerson_Full",
            "Customer",
            "Customer_Full",
            "Supplier",
            "Supplier_Full")
        : Set.of(kind.entity(), kind.entity() + "_Full");
  }

  private static Set<String> toWrite(Kind kind) {
    return kind == Kind.CONTACT_PERSONS
        ? Set.of("ContactPerson_Full", "Customer_Full", "Supplier_Full")
        : Set.of(kind.entity() + "_Full");
  }
}
