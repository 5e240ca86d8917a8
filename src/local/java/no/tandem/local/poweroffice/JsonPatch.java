package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import no.tandem.local.poweroffice.PowerOfficeSwitches.PatchCase;

/**
 * RFC 6902 over the fields that a patch may reach. Every such field is there, with null if it is
 * empty; so replace always finds its target, and remove means null.
 */
final class JsonPatch {
  private final Kind kind;
  private final Shape shape;
  private final PowerOfficeSwitches switches;
  private final ObjectNode target;
  private final Set<String> touched = new LinkedHashSet<>();

  /**
   * @param target holds every field that a patch may reach; is changed
   */
  JsonPatch(Kind kind, ObjectNode target, PowerOfficeSwitches switches) {
    this.kind = kind;
    this.shape = Shape.of(kind);
    this.switches = switches;
    this.target = target;
  }

  /** Applies the operations in turn and answers the names of the fields written to. */
  Set<String> apply(JsonNode operations) {
    if (!operations.isArray() || operations.isEmpty()) {
      throw Problem.badBody("A JSON patch document must be an array of operations.");
    }
    for (JsonNode operation : operations) {
      String name = text(operation, "op");
      Optional<Place> place = place(text(operation, "path"));
      if (place.isPresent()) {
        apply(name, place.get(), operation);
      }
    }
    return touched;
  }

  private void apply(String name, Place place, JsonNode operation) {
    switch (name) {
      case "replace" -> replace(place, value(operation));
      case "add" -> add(place, value(operation));
      case "remove" -> remove(place);
      case "test" -> test(place, value(operation));
      case "copy" ->
          place(text(operation, "from")).ifPresent(from -> add(place, get(from).deepCopy()));
      case "move" ->
          place(text(operation, "from"))
              .ifPresent(
                  from -> {
                    JsonNode moved = get(from).deepCopy();
                    remove(from);
                    add(place, moved);
                  });
      default -> throw Problem.badBody("Invalid JsonPatch operation '" + name + "'.");
    }
  }

  /**
   * Where an operation works.
   *
   * @param below a member of an address or an index of an array; empty for the field itself
   */
  private record Place(Field field, String below) {}

  /** Empty if the path is to be ignored. */
  private Optional<Place> place(String path) {
    if (!path.startsWith("/")) {
      throw notFound(path);
    }
    List<String> segments = new ArrayList<>();
    for (String segment : path.substring(1).split("/", -1)) {
      segments.add(segment.replace("~1", "/").replace("~0", "~"));
    }
    Optional<Field> exact =
        shape.field(segments.getFirst()).filter(field -> field.access() == Access.PATCH);
    if (exact.isEmpty()) {
      boolean onlyCase =
          shape
              .fieldInAnyCase(segments.getFirst())
              .filter(field -> field.access() == Access.PATCH)
              .isPresent();
      return ignoredOr(onlyCase, segments.getFirst());
    }
    Field field = exact.get();
    if (segments.size() == 1) {
      return Optional.of(new Place(field, ""));
    }
    String below = segments.get(1);
    if (segments.size() > 2 || below.isEmpty()) {
      throw notFound(segments.getLast());
    }
    if (field.type().isAddress()) {
      return placeInAddress(field, below);
    }
    if (field.type() == FieldType.INTEGERS) {
      return Optional.of(new Place(field, below));
    }
    throw notFound(below);
  }

  private Optional<Place> placeInAddress(Field field, String member) {
    Set<String> members = Address.members(field.type());
    if (!members.contains(member)) {
      return ignoredOr(members.stream().anyMatch(member::equalsIgnoreCase), member);
    }
    if (!target.path(field.name()).isObject()) {
      if (!switches.createsMissingAddress()) {
        throw notFound(member);
      }
      target.set(field.name(), JsonNodeFactory.instance.objectNode());
    }
    return Optional.of(new Place(field, member));
  }

  private Optional<Place> ignoredOr(boolean onlyCase, String segment) {
    if (onlyCase && switches.patchCase() == PatchCase.IGNORE) {
      return Optional.empty();
    }
    throw notFound(segment);
  }

  private JsonNode get(Place place) {
    JsonNode value = target.path(place.field().name());
    if (place.below().isEmpty()) {
      return value;
    }
    if (value.isArray()) {
      return value.get(index(place, value.size() - 1));
    }
    JsonNode member = value.get(place.below());
    return member == null ? NullNode.getInstance() : member;
  }

  private void replace(Place place, JsonNode value) {
    if (place.field().type() == FieldType.INTEGERS && !place.below().isEmpty()) {
      ArrayNode array = array(place);
      array.set(index(place, array.size() - 1), element(value));
      touched.add(place.field().name());
    } else {
      set(place, value);
    }
  }

  private void add(Place place, JsonNode value) {
    if (place.field().type() == FieldType.INTEGERS && !place.below().isEmpty()) {
      ArrayNode array = array(place);
      int at = place.below().equals("-") ? array.size() : index(place, array.size());
      array.insert(at, element(value));
      touched.add(place.field().name());
    } else {
      set(place, value);
    }
  }

  private void remove(Place place) {
    if (place.field().type() == FieldType.INTEGERS && !place.below().isEmpty()) {
      ArrayNode array = array(place);
      array.remove(index(place, array.size() - 1));
      touched.add(place.field().name());
    } else {
      set(place, NullNode.getInstance());
    }
  }

  private void set(Place place, JsonNode value) {
    Field field = place.field();
    if (!place.below().isEmpty()) {
      if (!Address.fits(field.type(), place.below(), value)) {
        throw invalid(value);
      }
      ((ObjectNode) target.get(field.name())).set(place.below(), value);
    } else if (field.type().isAddress()) {
      setAddress(field, value);
    } else {
      target.set(field.name(), field.read(value).orElseThrow(() -> invalid(value)));
    }
    touched.add(field.name());
  }

  private void setAddress(Field field, JsonNode value) {
    // A client that works against the real service takes care never to send null here.
    ObjectNode address = Address.read(field.type(), value).orElseThrow(() -> invalid(value));
    JsonNode id = target.path(field.name()).path("Id");
    if (id.isNumber()) {
      address.set("Id", id);
    }
    target.set(field.name(), address);
  }

  private void test(Place place, JsonNode value) {
    JsonNode expected =
        place.below().isEmpty() && !value.isObject()
            ? place.field().read(value).orElse(value)
            : value;
    if (switches.honoursTest() && !get(place).equals(expected)) {
      throw Problem.invalid(
          kind,
          kind.entity()
              + "PatchDto: The current value at path '"
              + place.field().name()
              + "' is not equal to the test value.");
    }
  }

  private ArrayNode array(Place place) {
    JsonNode value = target.path(place.field().name());
    if (value instanceof ArrayNode array) {
      return array;
    }
    ArrayNode made = JsonNodeFactory.instance.arrayNode();
    target.set(place.field().name(), made);
    return made;
  }

  private LongNode element(JsonNode value) {
    return FieldType.INTEGER
        .read(value)
        .filter(LongNode.class::isInstance)
        .map(LongNode.class::cast)
        .orElseThrow(() -> invalid(value));
  }

  private int index(Place place, int last) {
    try {
      int index = Integer.parseInt(place.below());
      if (index >= 0 && index <= last) {
        return index;
      }
    } catch (NumberFormatException e) {
      // Refused below, as an index out of range is.
    }
    throw notFound(place.below());
  }

  private static JsonNode value(JsonNode operation) {
    JsonNode value = operation.get("value");
    // A left out value reads as null, as it does for the usual .NET deserialiser.
    return value == null ? NullNode.getInstance() : value;
  }

  private static String text(JsonNode operation, String name) {
    String text = operation.path(name).textValue();
    if (text == null) {
      throw Problem.badBody("A JSON patch operation needs '" + name + "'.");
    }
    return text;
  }

  private Problem notFound(String segment) {
    return Problem.invalid(
        kind,
        kind.entity()
            + "PatchDto: The target location specified by path segment '"
            + segment
            + "' was not found.");
  }

  private Problem invalid(JsonNode value) {
    return Problem.invalid(
        kind,
        kind.entity()
            + "PatchDto: The value '"
            + (value.isValueNode() ? value.asText() : value.toString())
            + "' is invalid for target location.");
  }
}
