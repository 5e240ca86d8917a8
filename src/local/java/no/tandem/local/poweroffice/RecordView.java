package no.tandem.local.poweroffice;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How stored records look from outside. */
final class RecordView {
  private final ObjectMapper mapper;
  private final PowerOfficeSwitches switches;

  RecordView(ObjectMapper mapper, PowerOfficeSwitches switches) {
    this.mapper = mapper;
    this.switches = switches;
  }

  /** A JSON array of the records with these fields. */
  String array(List<StoredRecord> records, Iterable<Field> fields) {
    return write(
        generator -> {
          generator.writeStartArray();
          for (StoredRecord record : records) {
            write(generator, record, fields);
          }
          generator.writeEndArray();
        });
  }

  /** A JSON object of the whole record. */
  String object(StoredRecord record) {
    return write(generator -> write(generator, record, Shape.of(record.kind()).fields()));
  }

  /** The whole record as plain Java values, without the members that are null. */
  Map<String, Object> map(StoredRecord record) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Field field : Shape.of(record.kind()).fields()) {
      JsonNode value = value(record, field);
      if (!value.isNull()) {
        map.put(field.name(), plain(value));
      }
    }
    return map;
  }

  private JsonNode value(StoredRecord record, Field field) {
    JsonNode value = record.get(field);
    if (record.kind().isContact()
        && field.name().equals("Name")
        && record.get("IsPerson").booleanValue()) {
      return switches.joinsPersonNames() ? joinedName(record) : NullNode.getInstance();
    }
    return value;
  }

  private static JsonNode joinedName(StoredRecord record) {
    return TextNode.valueOf(
        Stream.of(record.get("FirstName"), record.get("LastName"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::textValue)
            .collect(Collectors.joining(" ")));
  }

  private void write(JsonGenerator generator, StoredRecord record, Iterable<Field> fields)
      throws IOException {
    generator.writeStartObject();
    for (Field field : fields) {
      JsonNode value = value(record, field);
      if (field.type() == FieldType.DATE && value.isTextual() && switches.datesWithTime()) {
        generator.writeStringField(spelled(field.name()), value.textValue() + "T00:00:00");
      } else {
        write(generator, field.name(), value);
      }
    }
    generator.writeEndObject();
  }

  private void write(JsonGenerator generator, String name, JsonNode value) throws IOException {
    if (!value.isNull() || switches.writesNulls()) {
      generator.writeFieldName(spelled(name));
      generator.writeTree(value);
    }
  }

  private String spelled(String name) {
    return switches.camelCase() ? Field.inCamelCase(name) : name;
  }

  private interface Writing {
    void to(JsonGenerator generator) throws IOException;
  }

  private String write(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = mapper.createGenerator(text)) {
      writing.to(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static Object plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> value.textValue();
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.longValue();
      case ARRAY, BINARY, MISSING, NULL, OBJECT, POJO ->
          throw new IllegalStateException("Not a stored value: " + value);
    };
  }
}
