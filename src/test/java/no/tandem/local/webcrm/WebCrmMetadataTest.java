package no.tandem.local.webcrm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class WebCrmMetadataTest extends WebCrmTestBase {

  @Test
  void lengthsAreAnsweredOrKeptBack() {
    webCrm.switches().length("OrganisationTelephone", 8);
    JsonNode fields = get("/FieldsMetadata/Organisation").json();
    assertThat(length(fields, "OrganisationName")).isEqualTo(200);
    assertThat(length(fields, "OrganisationTelephone")).isEqualTo(8);
    assertThat(length(fields, "OrganisationMemo")).isZero();
    assertThat(length(get("/FieldsMetadata/Person").json(), "PersonLastName")).isEqualTo(50);
    webCrm.switches().metadataLengths(false);
    assertThat(length(get("/FieldsMetadata/Organisation").json(), "OrganisationName"))
        .isEqualTo(-1);
  }

  private static int length(JsonNode fields, String name) {
    for (JsonNode field : fields) {
      if (field.path("FieldMetadataFriendlyFieldName").asText().equals(name)) {
        return field.path("FieldMetadataTextFieldMaxLength").asInt(-1);
      }
    }
    throw new AssertionError("No field " + name);
  }
}
