package no.tandem.local.webcrm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;

/** Describes this tenant's fields: how long texts may be, and what a dropdown takes. */
final class MetadataCalls {
  private final WebCrmSwitches switches;
  private final FieldReader reader;

  MetadataCalls(WebCrmSwitches switches, FieldReader reader) {
    this.switches = switches;
    this.reader = reader;
  }

  Answer list(Kind kind) {
    return Answer.json(
        200, Json.text(Schema.of(kind).fields().stream().map(this::described).toList()));
  }

  private Map<String, Object> described(Field field) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("FieldMetadataFriendlyFieldName", field.name());
    if (switches.metadataLengths()) {
      described.put("FieldMetadataTextFieldMaxLength", reader.length(field));
    }
    List<String> choices = switches.dropdown(field.name());
    if (!choices.isEmpty()) {
      described.put("FieldMetadataDisplayType", "D");
      described.put(
          "FieldMetadataDropdownListData",
          choices.stream().map(text -> Map.of("Text", text, "Value", text)).toList());
    }
    return described;
  }
}
