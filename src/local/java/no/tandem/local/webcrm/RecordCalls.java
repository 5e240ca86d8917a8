package no.tandem.local.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.Records.Writer;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;
import org.jspecify.annotations.Nullable;

/** The calls on organisations and persons. */
final class RecordCalls {
  private final WebCrmSwitches switches;
  private final Records records;
  private final RecordView view;
  private final FieldReader reader;
  private final CreatesUnderWay creates;

  RecordCalls(WebCrmSwitches switches, Records records, RecordView view, FieldReader reader) {
    this.switches = switches;
    this.records = records;
    this.view = view;
    this.reader = reader;
    this.creates = new CreatesUnderWay(switches);
  }

  /** A page in the order of creation. There are no filters, whatever the query says. */
  Answer list(Request request, Kind kind) {
    return page(records.all(kind).stream(), Paging.of(request, switches));
  }

  Answer personsOf(Request request, int organisation) {
    if (records.find(Kind.ORGANISATIONS, organisation).isEmpty()) {
      throw Refusal.notFound(Kind.ORGANISATIONS.entity(), organisation);
    }
    return page(records.personsOf(organisation).stream(), Paging.of(request, switches));
  }

  Answer get(Kind kind, int id) {
    Optional<Row> row = records.find(kind, id);
    if (row.isPresent()) {
      return Answer.json(200, Json.written(json -> view.write(row.get(), json)));
    }
    return switch (switches.missingRecord()) {
      case NOT_FOUND -> throw Refusal.notFound(kind.entity(), id);
      case NO_CONTENT -> Answer.empty(204);
      case EMPTY -> Answer.empty(200);
    };
  }

  Answer create(Request request, Kind kind) {
    int id = create(kind, Json.read(request.body()));
    String integer = Integer.toString(id);
    return switch (kind == Kind.ORGANISATIONS
        ? switches.organisationAnswer()
        : WebCrmSwitches.CreateAnswer.INTEGER) {
      case INTEGER -> Answer.json(200, integer);
      case QUOTED_INTEGER -> Answer.json(200, "\"" + integer + "\"");
      case OBJECT -> Answer.json(200, Json.object("OrganisationId", id));
      case EMPTY -> Answer.empty(200);
    };
  }

  Answer update(Request request, Kind kind, int id) {
    JsonNode json = Json.read(request.body());
    if (id(kind, json) != id) {
      throw Refusal.invalid(kind.entity() + "Id must be the address's id.");
    }
    update(kind, id, json, switches.replaces());
    return Answer.empty(200);
  }

  /** Creates or updates each element; the answer mixes ids and error texts. */
  Answer upsert(Request request, Kind kind) {
    if (!switches.bulk()) {
      throw Refusal.methodNotAllowed(request.method(), "GET, POST");
    }
    if (request.body().length() > switches.largestBulk()) {
      throw Refusal.bare(413);
    }
    JsonNode json = Json.read(request.body());
    if (!json.isArray()) {
      throw Refusal.invalid("The body must be an array.");
    }
    List<Object> answers = new ArrayList<>();
    for (JsonNode element : json) {
      answers.add(upsert(kind, element));
    }
    if (!switches.bulkOrder()) {
      Collections.shuffle(answers, switches.random());
    }
    return Answer.json(200, Json.text(answers));
  }

  private Object upsert(Kind kind, JsonNode element) {
    try {
      int id = id(kind, element);
      if (id != 0) {
        update(kind, id, element, false);
        return told(id);
      }
      if (switches.happens(switches.bulkCollision())) {
        throw Refusal.of(500, "DbUpdateException", "The id is already in use.");
      }
      return told(create(kind, element));
    } catch (Refusal e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Object told(int id) {
    if (switches.happens(switches.bulkFalseError())) {
      return "The record was not found after it was written.";
    }
    return switches.bulkIdsAsNumbers() ? (Object) id : Integer.toString(id);
  }

  private int create(Kind kind, JsonNode json) {
    if (id(kind, json) != 0) {
      throw Refusal.invalid(kind.entity() + "Id must be 0 for a new record.");
    }
    return creates.run(() -> records.create(kind, values(kind, json), writer()));
  }

  private void update(Kind kind, int id, JsonNode json, boolean whole) {
    Map<Field, @Nullable Object> values = values(kind, json);
    Row row = records.find(kind, id).orElseThrow(() -> Refusal.notFound(kind.entity(), id));
    if (kind == Kind.PERSONS) {
      Field organisation = row.schema().own("OrganisationId");
      @Nullable Object sent = values.remove(organisation);
      if (switches.refusesOrganisationChange()
          && sent instanceof Integer other
          && other != row.integer(organisation)) {
        throw Refusal.invalid("PersonOrganisationId cannot be changed.");
      }
    }
    if (whole) {
      row.schema().fields().stream()
          .filter(RecordCalls::canBeUnset)
          .filter(field -> !field.name().equals("PersonOrganisationId"))
          .forEach(field -> values.putIfAbsent(field, null));
    }
    records.change(kind, id, values, writer());
  }

  private static boolean canBeUnset(Field field) {
    return !field.readOnly()
        && switch (field.type()) {
          case TEXT, DROPDOWN, PLUS, INTEGER, BOOLEAN, MOMENT -> true;
          case DAY, STATUS -> false;
        };
  }

  /** What the body sets: unknown and read-only members and nulls change nothing. */
  private Map<Field, @Nullable Object> values(Kind kind, JsonNode json) {
    Schema schema = records.table(kind).schema();
    Map<Field, @Nullable Object> values = new LinkedHashMap<>();
    json.properties()
        .forEach(
            member ->
                schema
                    .find(member.getKey())
                    .filter(field -> !field.readOnly() && !member.getValue().isNull())
                    .ifPresent(field -> values.put(field, reader.sent(field, member.getValue()))));
    return values;
  }

  private static int id(Kind kind, JsonNode json) {
    if (!json.isObject()) {
      throw Refusal.invalid("The body must be an object.");
    }
    String name = kind.entity() + "Id";
    return json.properties().stream()
        .filter(
            member ->
                member.getKey().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        .map(Map.Entry::getValue)
        .filter(value -> value.isInt())
        .map(JsonNode::intValue)
        .findFirst()
        .orElseThrow(() -> Refusal.invalid(name + " is required."));
  }

  private Writer writer() {
    return new Writer("api2 " + switches.tokenName(), true);
  }

  private Answer page(Stream<Row> rows, Paging paging) {
    List<Row> page = rows.skip(paging.skipped()).limit(paging.size()).toList();
    return Answer.json(
        200,
        Json.written(
            json -> {
              json.writeStartArray();
              for (Row row : page) {
                view.write(row, json);
              }
              json.writeEndArray();
            }));
  }
}
