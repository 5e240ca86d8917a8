package no.tandem.local.webcrm;

import java.util.LinkedHashMap;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;

/** Says how long this tenant's texts may be. */
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
    return described;
  }
}
