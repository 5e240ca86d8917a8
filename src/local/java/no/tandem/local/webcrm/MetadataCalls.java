package no.tandem.local.webcrm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import no.tandem.local.http.Answer;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;

/** Tells labels, text lengths and dropdown values, as this tenant has them. */
final class MetadataCalls {
  private static final Set<String> OTHER_ENTITIES =
      Set.of("activity", "delivery", "event", "opportunity", "product", "supportcase", "user");

  private final WebCrmSwitches switches;
  private final FieldReader reader;

  MetadataCalls(WebCrmSwitches switches, FieldReader reader) {
    this.switches = switches;
    this.reader = reader;
  }

  Answer list(String entityTypes) {
    String entity = entityTypes.toLowerCase(Locale.ROOT);
    List<Map<String, Object>> fields = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (entity.equals("all") || entity.equals(kind.entity().toLowerCase(Locale.ROOT))) {
        Schema.of(kind)
            .fields()
            .forEach(field -> fields.add(described(kind, field, fields.size())));
      }
    }
    if (fields.isEmpty() && !OTHER_ENTITIES.contains(entity)) {
      throw Refusal.invalid("'" + entityTypes + "' is not an entity type.");
    }
    return Answer.json(200, Json.text(fields));
  }

  private Map<String, Object> described(Kind kind, Field field, int place) {
    String suffix = field.name().substring(kind.entity().length());
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("FieldMetadataId", place + 1);
    described.put(
        "FieldMetadataDbFieldName",
        kind.entity().toLowerCase(Locale.ROOT).charAt(0)
            + "_"
            + suffix.substring(0, 1).toLowerCase(Locale.ROOT)
            + suffix.substring(1));
    described.put("FieldMetadataFriendlyFieldName", field.name());
    described.put("FieldMetadataLabel", suffix);
    described.put("FieldMetadataSortOrder", (place + 1) * 10);
    described.put("FieldMetadataDisplayType", displayType(field));
    if (switches.metadataLengths()) {
      described.put("FieldMetadataTextFieldMaxLength", reader.length(field));
    }
    described.put("FieldMetadataDropdownListData", choices(field));
    return described;
  }

  private List<Map<String, String>> choices(Field field) {
    List<Map<String, String>> choices = new ArrayList<>();
    if (field.type() == FieldType.DROPDOWN) {
      choices.add(new TreeMap<>(Map.of("Text", switches.placeholder(), "Value", "")));
      switches
          .dropdown(field.name())
          .forEach(text -> choices.add(new TreeMap<>(Map.of("Text", text, "Value", text))));
    }
    return choices;
  }

  private static String displayType(Field field) {
    return switch (field.type()) {
      case TEXT, PLUS -> "T";
      case DROPDOWN, STATUS -> "D";
      case INTEGER -> "I";
      case BOOLEAN -> "C";
      case MOMENT -> "DT";
      case DAY -> "DA";
    };
  }
}
