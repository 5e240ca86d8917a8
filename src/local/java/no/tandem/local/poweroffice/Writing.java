package no.tandem.local.poweroffice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** Creates and changes records, for the API with its rules and for users without them. */
final class Writing {
  private final ObjectMapper mapper;
  private final Records records;
  private final Rules rules;
  private final StoredForm storedForm;

  Writing(ObjectMapper mapper, PowerOfficeSwitches switches, Records records) {
    this.mapper = mapper;
    this.records = records;
    this.rules = new Rules(records, switches);
    this.storedForm = new StoredForm(switches);
  }

  /** Creates a customer as the request's body says. */
  StoredRecord create(Kind kind, Request request) {
    ObjectNode given = readNew(kind, request);
    rules.checkNew(kind, given);
    return store(kind, given);
  }

  /** Creates a contact person of the owner as the request's body says. */
  StoredRecord createPerson(long ownerId, Request request) {
    StoredRecord owner =
        records
            .contact(ownerId)
            .orElseThrow(() -> Problem.notFound("Contact with id = " + ownerId + " not found."));
    ObjectNode given = readNew(Kind.CONTACT_PERSONS, request);
    if (owner.get("IsPerson").booleanValue()) {
      throw Problem.invalid(
          Kind.CONTACT_PERSONS,
          "Contact with id = " + ownerId + " is a person and cannot have contact persons.");
    }
    rules.checkNew(Kind.CONTACT_PERSONS, given);
    given.put("ContactId", ownerId);
    return store(Kind.CONTACT_PERSONS, given);
  }

  /** Changes a record as the request's JSON Patch says; all of it or nothing. */
  void patch(StoredRecord record, Request request) {
    requireMediaType(request, "application/json-patch+json");
    JsonNode operations = parse(request.body());
    if (!operations.isArray() || operations.isEmpty()) {
      throw Problem.badBody("A JSON patch document must be an array of operations.");
    }
    Kind kind = record.kind();
    ObjectNode after = JsonNodeFactory.instance.objectNode();
    for (Field field : Shape.of(kind).fields()) {
      after.set(field.name(), record.get(field));
    }
    Set<String> touched = new LinkedHashSet<>();
    for (JsonNode operation : operations) {
      touched.add(replace(kind, after, operation));
    }
    rules.checkChange(kind, record.id(), after, touched);
    Map<String, JsonNode> changes = new LinkedHashMap<>();
    touched.forEach(name -> changes.put(name, after.path(name)));
    change(record, changes);
  }

  /** Does one operation and answers the name of the field that it writes to. */
  private static String replace(Kind kind, ObjectNode after, JsonNode operation) {
    String name = operation.path("op").asText();
    if (!name.equals("replace") || !operation.has("value")) {
      throw Problem.neverSent("The patch operation '" + name + "'");
    }
    String path = operation.path("path").asText();
    String segment = path.startsWith("/") ? path.substring(1) : "";
    Field field =
        Shape.of(kind)
            .field(segment)
            .filter(f -> f.access() == Access.PATCH)
            .orElseThrow(
                () ->
                    Problem.invalid(
                        kind,
                        kind.entity()
                            + "PatchDto: The target location specified by path segment '"
                            + segment
                            + "' was not found."));
    JsonNode value = operation.path("value");
    after.set(
        field.name(),
        field
            .read(value)
            .orElseThrow(
                () ->
                    Problem.invalid(
                        kind,
                        kind.entity()
                            + "PatchDto: The value '"
                            + value.asText()
                            + "' is invalid for target location.")));
    return field.name();
  }

  StoredRecord createAsUser(Kind kind, ObjectNode fields) {
    if (kind == Kind.CONTACT_PERSONS
        && records.contact(fields.path("ContactId").asLong()).isEmpty()) {
      throw new IllegalArgumentException("A contact person needs the ContactId of a contact.");
    }
    return store(kind, fields);
  }

  void editAsUser(StoredRecord record, ObjectNode fields) {
    Map<String, JsonNode> changes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : fields.properties()) {
      if (member.getKey().equals("Id") || member.getKey().equals("ContactId")) {
        throw new IllegalArgumentException(member.getKey() + " never changes.");
      }
      changes.put(member.getKey(), member.getValue());
    }
    change(record, changes);
  }

  private StoredRecord store(Kind kind, ObjectNode given) {
    for (Map.Entry<String, JsonNode> member : given.properties()) {
      member.setValue(storedForm.of(member.getKey(), member.getValue()));
    }
    return records.put(kind, given);
  }

  private void change(StoredRecord record, Map<String, JsonNode> changes) {
    Map<String, JsonNode> stored = new LinkedHashMap<>();
    changes.forEach((name, value) -> stored.put(name, storedForm.of(name, value)));
    records.change(record, stored);
  }

  private ObjectNode readNew(Kind kind, Request request) {
    requireMediaType(request, "application/json");
    JsonNode body = parse(request.body());
    if (!body.isObject()) {
      throw Problem.badBody("The body must be a JSON object.");
    }
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      Field field =
          Shape.of(kind)
              .field(member.getKey())
              .filter(f -> f.access() != Access.READ)
              .orElseThrow(
                  () -> Problem.neverSent("The member '" + member.getKey() + "' of a new record"));
      given.set(
          member.getKey(),
          field
              .read(member.getValue())
              .orElseThrow(
                  () -> Problem.badBody("The value of '" + member.getKey() + "' is not valid.")));
    }
    return given;
  }

  private static void requireMediaType(Request request, String allowed) {
    if (!request.mediaType().equals(allowed)) {
      throw Problem.of(415, "Unsupported Media Type", "Content-Type must be " + allowed + ".");
    }
  }

  private JsonNode parse(String body) {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw Problem.badBody("The body is not valid JSON.");
    }
  }
}
