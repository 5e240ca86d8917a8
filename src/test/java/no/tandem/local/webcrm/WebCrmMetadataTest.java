package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebCrmMetadataTest extends WebCrmTestBase {

  @Test
  void lengthsAndDropdownsAreAnswered() {
    webCrm.switches().length("OrganisationTelephone", 8);
    webCrm.switches().dropdown("OrganisationStatus", List.of("Kunde"));
    JsonNode fields = get("/fieldsmetadata/organisation").json();
    assertThat(length(fields, "OrganisationName")).isEqualTo(200);
    assertThat(length(fields, "OrganisationTelephone")).isEqualTo(8);
    assertThat(length(fields, "OrganisationMemo")).isZero();
    JsonNode choices = field(fields, "OrganisationStatus").path("FieldMetadataDropdownListData");
    assertThat(choices).hasSize(2);
    assertThat(choices.get(1).path("Text").asText()).isEqualTo("Kunde");
    assertThat(length(get("/FieldsMetadata/Person").json(), "PersonLastName")).isEqualTo(50);
  }

  @Test
  void allMeansBothAndUnknownIsRefused() {
    int both = get("/FieldsMetadata/All").json().size();
    assertThat(both)
        .isEqualTo(
            get("/FieldsMetadata/Organisation").json().size()
                + get("/FieldsMetadata/Person").json().size());
    assertThat(get("/FieldsMetadata/Product").body()).isEqualTo("[]");
    assertThat(get("/FieldsMetadata/Nonsense").status()).isEqualTo(400);
  }

  @Test
  void lengthsOrEverythingCanBeKeptBack() {
    webCrm.switches().metadataLengths(false);
    JsonNode name = field(get("/FieldsMetadata/Organisation").json(), "OrganisationName");
    assertThat(name.has("FieldMetadataTextFieldMaxLength")).isFalse();
    webCrm.switches().metadata(false);
    assertThat(get("/FieldsMetadata/Organisation").status()).isEqualTo(403);
  }

  private static int length(JsonNode fields, String name) {
    return field(fields, name).path("FieldMetadataTextFieldMaxLength").asInt(-1);
  }

  private static JsonNode field(JsonNode fields, String name) {
    for (JsonNode field : fields) {
      if (field.path("FieldMetadataFriendlyFieldName").asText().equals(name)) {
        return field;
      }
    }
    throw new AssertionError("No field " + name);
  }
}
