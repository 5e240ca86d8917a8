package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.sync.link.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A privilege is taken from the integration, or given back, while it works. */
@ExtendWith(Quiet.class)
class PrivilegesTest {
  private final OneCompany company = new OneCompany(Map.of());
  private final Set<String> old = new HashSet<>();
  private long customer;

  /** One record of each kind, linked. */
  private void linked() {
    PowerOfficeSimulator powerOffice = company.systems().powerOffice();
    customer =
        powerOffice.userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", "Berg AS"));
    powerOffice.userCreates(PowerOfficeSimulator.Kind.DEPARTMENTS, Map.of("Name", "Salg"));
    powerOffice.userCreates(
        PowerOfficeSimulator.Kind.CONTACT_PERSONS,
        Map.of("ContactId", customer, "FirstName", "Kari", "LastName", "Lie"));
    powerOffice.userCreates(
        PowerOfficeSimulator.Kind.SUPPLIERS,
        Map.of("IsPerson", true, "FirstName", "Ola", "LastName", "Lie"));
    for (int round = 0; round < 2; round++) {
      for (String pair :
          List.of("customers", "departments", "contact-persons", "supplier-persons")) {
        company.sweep(pair);
      }
      company.pass(Duration.ofMinutes(10));
    }
  }

  /** Privileges count from the next token on: with those that are out, it stays as it was. */
  private void refuse(String path) {
    company.instead(
        request ->
            request.path().endsWith(path) && isOld(request)
                ? Optional.of(Answer.empty(403))
                : Optional.empty());
  }

  private boolean isOld(Request request) {
    String token = request.headers().getOrDefault("Authorization", "");
    if (token.isEmpty()) {
      return false;
    }
    if (old.isEmpty()) {
      old.add(token);
    }
    return old.contains(token);
  }

  @ParameterizedTest
  @CsvSource({
    "customers, /Customers, Customer",
    "departments, /Departments, Department",
    "contact-persons, /ContactPersons, ContactPerson",
    "supplier-persons, /Suppliers, Supplier"
  })
  void aListThatIsRefusedEndsNoLinkAndSaysWhichPrivilegeIsMissing(
      String pair, String path, String privilege) {
    linked();
    List<Link> before = company.links(pair).all();
    company.instead(
        request ->
            request.path().endsWith(path) ? Optional.of(Answer.empty(403)) : Optional.empty());
    for (int sweep = 0; sweep < 8; sweep++) {
      JsonNode report = sweep % 2 == 0 ? company.sweep(pair) : company.fullSweep(pair);
      assertThat(report.path("ended").asInt()).isZero();
      assertThat(report.path("stopped").asText())
          .contains("lacks the privilege " + privilege + " ");
      company.pass(Duration.ofMinutes(3));
    }
    assertThat(company.links(pair).all()).isEqualTo(before);
    company.instead(request -> Optional.empty());
    assertThat(company.fullSweep(pair).path("stopped").isNull()).isTrue();
    assertThat(company.links(pair).all()).allMatch(Link::active);
  }

  @Test
  void aPrivilegeThatIsGivenBackCountsFromTheNextSweepOn() {
    linked();
    company.sweep("customers");
    company.pass(Duration.ofMinutes(2));
    refuse("/Customers");
    company
        .systems()
        .powerOffice()
        .userEdits(
            PowerOfficeSimulator.Kind.CUSTOMERS, customer, Map.of("PhoneNumber", "22 33 44 55"));
    assertThat(company.sweep("customers").path("stopped").asText()).contains("Customer");
    company.pass(Duration.ofMinutes(1));
    assertThat(company.sweep("customers").path("updated").asInt())
        .as("the token of before is good for minutes yet")
        .isEqualTo(1);
  }

  @Test
  void aPrivilegeThatIsMissingCostsNoMoreThanALogInAMinute() {
    linked();
    int[] logIns = new int[1];
    company.instead(
        request -> {
          logIns[0] += request.path().endsWith("/Token") ? 1 : 0;
          return request.path().endsWith("/Customers")
              ? Optional.of(Answer.empty(403))
              : Optional.empty();
        });
    for (int sweep = 0; sweep < 30; sweep++) {
      company.sweep("customers");
      company.pass(Duration.ofSeconds(10));
    }
    assertThat(logIns[0]).isBetween(2, 6);
  }
}
