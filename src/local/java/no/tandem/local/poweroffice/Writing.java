package no.tandem.local.poweroffice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** Creates, changes and deletes records, for the API with its rules and for users without them. */
final class Writing {
  private final ObjectMapper mapper;
  private final PowerOfficeSwitches switches;
  private final Records records;
  private final Rules rules;
  private final StoredForm storedForm;

  Writing(ObjectMapper mapper, PowerOfficeSwitches switches, Records records) {
    this.mapper = mapper;
    this.switches = switches;
    this.records = records;
    this.rules = new Rules(records, switches);
    this.storedForm = new StoredForm(switches);
  }

  /** Creates a customer, supplier or department as the request's body says. */
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
    if (owner.get("IsPerson").booleanValue() && !switches.personsUnderPersons()) {
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
    requireMediaType(request, Set.of("application/json-patch+json", "application/json"));
    Kind kind = record.kind();
    ObjectNode after = JsonNodeFactory.instance.objectNode();
    for (Field field : Shape.of(kind).fields()) {
      if (field.access() == Access.PATCH) {
        after.set(field.name(), record.get(field).deepCopy());
      }
    }
    Set<String> touched = new JsonPatch(kind, after, switches).apply(parse(request.body()));
    rules.checkChange(kind, record.id(), after, touched);
    Map<String, JsonNode> changes = new LinkedHashMap<>();
    for (String name : touched) {
      changes.put(name, after.path(name));
    }
    change(record, changes);
  }

  void delete(StoredRecord record) {
    Kind kind = record.kind();
    boolean otherRoleActive =
        records.otherRole(record).filter(r -> r.get("IsActive").booleanValue()).isPresent();
    boolean usedByCustomers =
        kind == Kind.DEPARTMENTS
            && records.all(Kind.CUSTOMERS).stream()
                .anyMatch(c -> c.get("DepartmentId").asLong() == record.id());
    if (switches.inUse(kind, record.id()) || otherRoleActive || usedByCustomers) {
      throw Problem.conflict(kind, record.id());
    }
    records.remove(record);
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
    if (changes.get("MailAddress") instanceof ObjectNode address
        && record.get("MailAddress").hasNonNull("Id")) {
      address.set("Id", record.get("MailAddress").path("Id"));
    }
    change(record, changes);
  }

  private StoredRecord store(Kind kind, ObjectNode given) {
    linkDepartment(kind, given);
    for (Map.Entry<String, JsonNode> member : given.properties()) {
      member.setValue(storedForm.of(member.getKey(), member.getValue()));
    }
    StoredRecord record = records.put(kind, given);
    if (record.get("IsDefault").booleanValue()) {
      records.becomesDefault(record);
    }
    return record;
  }

  private void change(StoredRecord record, Map<String, JsonNode> changes) {
    Map<String, JsonNode> stored = new LinkedHashMap<>();
    changes.forEach((name, value) -> stored.put(name, storedForm.of(name, value)));
    if (changes.containsKey("DepartmentId")) {
      stored.put(
          "DepartmentCode",
          records
              .find(Kind.DEPARTMENTS, changes.get("DepartmentId").asLong())
              .map(department -> department.get("Code"))
              .orElse(JsonNodeFactory.instance.nullNode()));
    }
    records.change(record, stored);
    if (stored.containsKey("IsDefault") && record.get("IsDefault").booleanValue()) {
      records.becomesDefault(record);
    }
  }

  /** Of the department's id and code each gives the other; the id decides. */
  private void linkDepartment(Kind kind, ObjectNode given) {
    if (kind != Kind.CUSTOMERS) {
      return;
    }
    if (given.hasNonNull("DepartmentId")) {
      records
          .find(Kind.DEPARTMENTS, given.path("DepartmentId").longValue())
          .ifPresent(department -> given.set("DepartmentCode", department.get("Code")));
    } else if (given.hasNonNull("DepartmentCode")) {
      records
          .holder(Kind.DEPARTMENTS, "Code", given.path("DepartmentCode"))
          .ifPresent(id -> given.set("DepartmentId", LongNode.valueOf(id)));
    }
  }

  private ObjectNode readNew(Kind kind, Request request) {
    requireMediaType(request, Set.of("application/json"));
    JsonNode body = parse(request.body());
    if (!body.isObject()) {
      throw Problem.badBody("The body must be a JSON object.");
    }
    Shape shape = Shape.of(kind);
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      Optional<Field> field = shape.field(member.getKey());
      if (field.isEmpty() && switches.refusesUnknownMembers()) {
        throw Problem.badBody("Could not find member '" + member.getKey() + "'.");
      }
      Optional<Field> written = field.filter(f -> f.access() != Access.READ);
      if (written.isPresent()) {
        given.set(
            member.getKey(),
            written
                .get()
                .read(member.getValue())
                .orElseThrow(
                    () -> Problem.badBody("The value of '" + member.getKey() + "' is not valid.")));
      }
    }
    applyCreateDefaults(kind, given);
    return given;
  }

  private static void applyCreateDefaults(Kind kind, ObjectNode given) {
    if (kind == Kind.DEPARTMENTS && !given.hasNonNull("IsActive")) {
      // Documented so; users, in the GUI, make active ones.
      given.set("IsActive", BooleanNode.FALSE);
    }
    if (kind == Kind.CUSTOMERS
        && !given.hasNonNull("InvoiceDeliveryType")
        && (given.hasNonNull("EmailAddress") || given.hasNonNull("InvoiceEmailAddress"))) {
      given.set("InvoiceDeliveryType", TextNode.valueOf("PdfByEmail"));
    }
    if (given.get("MailAddress") instanceof ObjectNode address
        && !address.hasNonNull("CountryCode")) {
      address.put("CountryCode", "NO");
    }
  }

  private static void requireMediaType(Request request, Set<String> allowed) {
    if (!allowed.contains(request.mediaType())) {
      throw Problem.of(
          415, "Unsupported Media Type", "Content-Type must be one of " + allowed + ".");
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
