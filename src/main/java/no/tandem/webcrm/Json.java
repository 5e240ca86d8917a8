package no.tandem.webcrm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes webCRM's small JSON bodies; {@link Rows} reads the large ones. */
final class Json {
  // Not the application's mapper: its settings are made for reports and may leave out empty texts.
  private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactory());

  private Json() {}

  static String write(Map<String, ?> record) {
    return text(record);
  }

  static String write(List<? extends Map<String, ?>> records) {
    return text(records);
  }

  private static String text(Object records) {
    try {
      return MAPPER.writeValueAsString(records);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Records of texts and numbers are valid JSON", e);
    }
  }

  /** The body as JSON; a missing node if there is none or it is something else. */
  static JsonNode read(@Nullable String body) {
    if (body == null || body.isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** A field of an object, in any letter case (the vendor's spelling varies). */
  static JsonNode field(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  /** A field's text, if it has one. */
  static Optional<String> text(JsonNode object, String name) {
    return Optional.of(field(object, name).asText("")).filter(text -> !text.isBlank());
  }
}
