package no.tandem.local.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.Records.Writer;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;
import org.jspecify.annotations.Nullable;

/** The calls on organisations and persons. */
final class RecordCalls {
  private static final Writer WRITER = new Writer(WebCrmSimulator.API_USER);

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
    this.creates = new CreatesUnderWay();
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
    Map<Field, @Nullable Object> values = values(kind, json);
    Row row = records.find(kind, id).orElseThrow(() -> Refusal.notFound(kind.entity(), id));
    if (kind == Kind.PERSONS && values.containsKey(row.schema().own("OrganisationId"))) {
      throw Refusal.neverSent("A change of PersonOrganisationId");
    }
    if (switches.replaces()) {
      row.schema().fields().stream()
          .filter(RecordCalls::canBeUnset)
          .filter(field -> !field.name().equals("PersonOrganisationId"))
          .forEach(field -> values.putIfAbsent(field, null));
    }
    records.change(kind, id, values, WRITER);
    return Answer.empty(200);
  }

  /** Creates each element; the answer mixes ids and error texts. */
  Answer createMany(Request request, Kind kind) {
    if (!switches.bulk()) {
      throw Refusal.bare(405);
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
      if (id(kind, element) != 0) {
        throw Refusal.neverSent("A change of many records");
      }
      answers.add(createOne(kind, element));
    }
    if (!switches.bulkOrder()) {
      Collections.shuffle(answers, switches.random());
    }
    return Answer.json(200, Json.text(answers));
  }

  private Object createOne(Kind kind, JsonNode element) {
    if (switches.happens(switches.bulkCollision())) {
      return "The id is already in use.";
    }
    try {
      return shown(create(kind, element));
    } catch (Refusal e) {
      if (e.answer().status() == 501) {
        throw e;
      }
      return String.valueOf(e.getMessage());
    }
  }

  private Object shown(int id) {
    if (switches.happens(switches.bulkFalseError())) {
      return "The record was not found after it was written.";
    }
    return switches.bulkIdsAsNumbers() ? (Object) id : Integer.toString(id);
  }

  private int create(Kind kind, JsonNode json) {
    if (id(kind, json) != 0) {
      throw Refusal.invalid(kind.entity() + "Id must be 0 for a new record.");
    }
    return creates.run(() -> records.create(kind, values(kind, json), WRITER));
  }

  private static boolean canBeUnset(Field field) {
    return !field.readOnly()
        && switch (field.type()) {
          case TEXT, DROPDOWN, PLUS, INTEGER, BOOLEAN, MOMENT -> true;
          case DAY, STATUS -> false;
        };
  }

  /** What the body sets; an empty text clears. */
  private Map<Field, @Nullable Object> values(Kind kind, JsonNode json) {
    Schema schema = records.table(kind).schema();
    Map<Field, @Nullable Object> values = new LinkedHashMap<>();
    json.properties()
        .forEach(
            member -> {
              if (!member.getKey().equals(schema.id().name())) {
                Field field =
                    schema
                        .find(member.getKey())
                        .filter(f -> !f.readOnly() && !member.getValue().isNull())
                        .orElseThrow(
                            () ->
                                Refusal.neverSent(
                                    "The member " + member.getKey() + " as it was sent"));
                values.put(field, reader.sent(field, member.getValue()));
              }
            });
    return values;
  }

  private static int id(Kind kind, JsonNode json) {
    if (!json.isObject()) {
      throw Refusal.invalid("The body must be an object.");
    }
    String name = kind.entity() + "Id";
    return Optional.ofNullable(json.get(name))
        .filter(JsonNode::isInt)
        .map(JsonNode::intValue)
        .orElseThrow(() -> Refusal.invalid(name + " is required."));
  }
}
