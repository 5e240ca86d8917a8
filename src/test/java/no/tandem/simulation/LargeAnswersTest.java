package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A first load of more than one answer can show: its counts are whole, and it comes in pages. */
@ExtendWith(Quiet.class)
class LargeAnswersTest {
  private static final int CUSTOMERS = 1500;
  private static final int ONE_MEGABYTE = 1_000_000;

  private final OneCompany company = new OneCompany(Map.of());

  @BeforeEach
  void load() {
    for (int i = 0; i < CUSTOMERS; i++) {
      company
          .systems()
          .powerOffice()
          .userCreates(
              PowerOfficeSimulator.Kind.CUSTOMERS,
              Map.of("Name", "\u6f22".repeat(190) + " " + i, "PhoneNumber", "22 33 44 55"));
    }
  }

  private static JsonNode small(JsonNode answer) {
    assertThat(answer.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(ONE_MEGABYTE);
    return answer;
  }

  @Test
  void aReportShowsAsMuchAsFitsAndCountsAll() {
    JsonNode plan = small(company.call("customers", "{\"sweep\":\"changes\",\"mode\":\"plan\"}"));
    assertThat(plan.path("created").asInt()).isEqualTo(CUSTOMERS);
    assertThat(plan.path("actions").size()).isBetween(100, CUSTOMERS - 1);
    JsonNode proposed = small(company.sweep("customers"));
    assertThat(proposed.path("proposed").asInt()).isEqualTo(CUSTOMERS);
    assertThat(proposed.path("waiting").path("revision").asText())
        .as("whoever sees the plan can approve it")
        .isEqualTo(plan.path("waiting").path("revision").asText());
  }

  @Test
  void aProposalIsShownPageByPage() {
    company.sweep("customers");
    Set<String> shown = new HashSet<>();
    int pages = 0;
    int from = 1;
    while (from > 0) {
      JsonNode page =
          small(
                  company.call(
                      "operator",
                      "{\"action\":\"proposal\",\"pair\":\"customers\",\"from\":" + from + "}"))
              .path("proposal");
      page.path("entries").forEach(entry -> shown.add(entry.path("poweroffice").asText()));
      from = page.path("next").asInt();
      pages++;
    }
    assertThat(shown).hasSize(CUSTOMERS);
    assertThat(pages).isGreaterThan(1);
  }
}
