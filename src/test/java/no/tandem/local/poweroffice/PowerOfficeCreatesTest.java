package no.tandem.local.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import no.tandem.local.poweroffice.Caller.Reply;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PowerOfficeCreatesTest extends Simulated {
  private static final String PERSON = "{'FirstName':'Ola','LastName':'N'}";

  @Test
  void companyComesBackWithIdAndStamp() {
    Reply made = customer("{'Name':'Firma AS','EmailAddress':'post@firma.no'}");
    assertThat(made.status()).isEqualTo(201);
    JsonNode customer = made.json();
    assertThat(customer.path("Id").isIntegralNumber()).isTrue();
    assertThat(customer.path("IsPerson").booleanValue()).isFalse();
    assertThat(customer.path("IsActive").booleanValue()).isTrue();
    assertThat(customer.path("LastChangedDateTimeOffset").asText())
        .isEqualTo("2026-03-01T12:00:00.1234567Z");
    assertThat(caller.get("/Customers/" + made.id()).json()).isEqualTo(customer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'InvoiceDeliveryType':'Print'}",
        "{'Name':' ','InvoiceDeliveryType':'Print'}",
        "{'Name':'A B','IsPerson':true,'InvoiceDeliveryType':'Print'}",
        "{'FirstName':'A','IsPerson':true,'InvoiceDeliveryType':'Print'}"
      })
  void missingNameIs400(String body) {
    Reply refused = customer(body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.title()).endsWith("validation error(s)");
    assertThat(refused.detail()).endsWith("is required.");
  }

  @Test
  void customerWithoutEmailNeedsPrint() {
    assertThat(customer("{'Name':'A'}").status()).isEqualTo(400);
    assertThat(customer("{'Name':'A','InvoiceDeliveryType':'Print'}").status()).isEqualTo(201);
    assertThat(customer("{'Name':'A','EmailAddress':'a@a.no'}").status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ola", "ola@", "ola@firma", "ola@@firma.no", "ola n@firma.no", "@a.no"})
  void emailTypoIs400ForContactPersons(String email) {
    long owner = simulator.userCreates(Kind.SUPPLIERS, Map.of("Name", "A"));
    assertThat(
            person(owner, "{'FirstName':'O','LastName':'N','EmailAddress':'" + email + "'}")
                .status())
        .isEqualTo(400);
    assertThat(customer("{'Name':'B','EmailAddress':'" + email + "'}").status()).isEqualTo(201);
  }

  @Test
  void referencesAreUnique() {
    String body = "{'Name':'A','InvoiceDeliveryType':'Print','ExternalImportReference':'R1'}";
    Reply first = customer(body);
    Reply second = customer(body);
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.title()).isEqualTo("Customer validation error(s)");
    assertThat(second.detail())
        .isEqualTo(
            "ExternalImportReference is already in use. 'R1' is used on (contact) Id = "
                + first.id()
                + ".");
    String person = "{'FirstName':'A','LastName':'B','ExternalCode':'X'}";
    assertThat(person(first.id(), person).status()).isEqualTo(201);
    assertThat(person(first.id(), person).status()).isEqualTo(400);
    simulator.userDeletes(Kind.CUSTOMERS, first.id());
    assertThat(customer(body).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "nothing",
        "{'Name':'A'} {}",
        "{'Name':5}",
        "{'Name':'A','IsPerson':'true'}",
        "{'Name':'A','DateOfBirth':'03.02.2001'}",
        "{'Name':'A','ExternalImportReference':'123456789012345678901234567890123456789012345678901'}"
      })
  void malformedBodyIs400(String body) {
    Reply refused = customer(body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("status").asInt()).isEqualTo(400);
    assertThat(simulator.records(Kind.CUSTOMERS)).isEmpty();
  }

  @Test
  void otherMediaTypeIs415() {
    assertThat(caller.call("POST", "/Customers", "text/plain", "{\"Name\":\"A\"}").status())
        .isEqualTo(415);
  }

  @Test
  void contactPersonIsMadeUnderACompany() {
    long owner = simulator.userCreates(Kind.CUSTOMERS, Map.of("Name", "Firma"));
    Reply made = person(owner, PERSON);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("ContactId").asLong()).isEqualTo(owner);
    assertThat(made.json().path("IsActive").booleanValue()).isTrue();
    assertThat(caller.get("/ContactPersons/" + owner + "/" + made.id()).json())
        .isEqualTo(made.json());
    assertThat(person(owner, "{'FirstName':'Ola'}").status()).isEqualTo(400);
  }

  @Test
  void contactPersonUnderUnknownContactIs404AndUnderAPerson400() {
    assertThat(person(99, PERSON).status()).isEqualTo(404);
    long owner =
        simulator.userCreates(
            Kind.CUSTOMERS, Map.of("IsPerson", true, "FirstName", "A", "LastName", "B"));
    assertThat(person(owner, PERSON).status()).isEqualTo(400);
  }

  private Reply customer(String body) {
    return caller.post("/Customers", body.replace('\'', '"'));
  }

  private Reply person(long owner, String body) {
    return caller.post("/ContactPersons/" + owner, body.replace('\'', '"'));
  }
}
