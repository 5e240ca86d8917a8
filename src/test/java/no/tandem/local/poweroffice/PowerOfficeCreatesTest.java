package no.tandem.local.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import no.tandem.local.poweroffice.Caller.Reply;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PowerOfficeCreatesTest extends Simulated {

  @Test
  void companyComesBackWithIdNumberAndStamps() {
    Reply made =
        caller.post("/Customers", "{\"Name\":\"Firma AS\",\"EmailAddress\":\"post@firma.no\"}");
    assertThat(made.status()).isEqualTo(201);
    JsonNode customer = made.json();
    assertThat(customer.path("Id").isIntegralNumber()).isTrue();
    assertThat(customer.path("Number").asLong()).isEqualTo(10_000);
    assertThat(customer.path("IsPerson").booleanValue()).isFalse();
    assertThat(customer.path("IsActive").booleanValue()).isTrue();
    assertThat(customer.path("InvoiceDeliveryType").asText()).isEqualTo("PdfByEmail");
    assertThat(customer.path("LastChangedDateTimeOffset").asText())
        .isEqualTo("2026-03-01T12:00:00.1234567Z")
        .isEqualTo(customer.path("CustomerCreatedDateTimeOffset").asText())
        .isEqualTo(customer.path("ContactCreatedDateTimeOffset").asText());
    assertThat(caller.get("/Customers/" + made.id()).json()).isEqualTo(customer);
  }

  @Test
  void numberIsTheNextFreeOneOfItsKind() {
    simulator.load(Kind.CUSTOMERS, List.of(Map.of("Id", 1, "Number", 10_041)));
    assertThat(caller.post("/Customers", print("A")).json().path("Number").asLong())
        .isEqualTo(10_042);
    assertThat(caller.post("/Suppliers", "{\"Name\":\"A\"}").json().path("Number").asLong())
        .isEqualTo(20_000);
  }

  @Test
  void numberOutsideTheSeriesOrTakenIs400() {
    String body = "{\"Name\":\"A\",\"InvoiceDeliveryType\":\"Print\",\"Number\":%d}";
    assertThat(caller.post("/Customers", body.formatted(17)).status()).isEqualTo(400);
    assertThat(caller.post("/Customers", body.formatted(10_500)).status()).isEqualTo(201);
    assertThat(caller.post("/Customers", body.formatted(10_500)).detail())
        .startsWith("Number is already in use. '10500'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/Customers   | {'InvoiceDeliveryType':'Print'}",
        "/Customers   | {'Name':' ','InvoiceDeliveryType':'Print'}",
        "/Customers   | {'Name':'A B','IsPerson':true,'InvoiceDeliveryType':'Print'}",
        "/Customers   | {'FirstName':'A','IsPerson':true,'InvoiceDeliveryType':'Print'}",
        "/Suppliers   | {'FirstName':'A','LastName':'B'}",
        "/Suppliers   | {'LastName':'B','IsPerson':true}",
        "/Departments | {'Code':'10'}",
        "/Departments | {'name':'wrong case'}"
      })
  void missingNameIs400(String path, String body) {
    Reply refused = caller.post(path, json(body));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.title()).endsWith("validation error(s)");
    assertThat(refused.detail()).endsWith("is required.");
  }

  @Test
  void personsNameIsFirstAndLastNameJoinedOrNull() {
    Reply made =
        caller.post(
            "/Suppliers", json("{'FirstName':'Kari','LastName':'Nordmann','IsPerson':true}"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("Name").asText()).isEqualTo("Kari Nordmann");
    simulator.switches().joinsPersonNames(false);
    assertThat(caller.get("/Suppliers/" + made.id()).json().path("Name").isNull()).isTrue();
  }

  @Test
  void customerWithoutEmailNeedsPrint() {
    assertThat(caller.post("/Customers", "{\"Name\":\"A\"}").status()).isEqualTo(400);
    assertThat(
            caller
                .post("/Customers", json("{'Name':'A','InvoiceDeliveryType':'PdfByEmail'}"))
                .status())
        .isEqualTo(400);
    assertThat(caller.post("/Customers", print("A")).status()).isEqualTo(201);
    assertThat(
            caller.post("/Customers", json("{'Name':'A','InvoiceEmailAddress':'f@a.no'}")).status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ola", "ola@", "ola@firma", "ola@@firma.no", "ola n@firma.no", "@a.no"})
  void emailTypoIs400ForSuppliersAndContactPersons(String email) {
    long owner = simulator.userCreates(Kind.SUPPLIERS, Map.of("Name", "A"));
    String supplier = "{'Name':'B','EmailAddress':'" + email + "'}";
    String person = "{'FirstName':'O','LastName':'N','EmailAddress':'" + email + "'}";
    assertThat(caller.post("/Suppliers", json(supplier)).status()).isEqualTo(400);
    assertThat(caller.post("/ContactPersons/" + owner, json(person)).status()).isEqualTo(400);
    assertThat(caller.post("/Customers", json(supplier)).status()).isEqualTo(201);
  }

  @Test
  void referenceIsUniquePerRole() {
    String body = json("{'Name':'A','InvoiceDeliveryType':'Print','ExternalImportReference':'R1'}");
    Reply first = caller.post("/Customers", body);
    Reply second = caller.post("/Customers", body);
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.title()).isEqualTo("Customer validation error(s)");
    assertThat(second.detail())
        .isEqualTo(
            "ExternalImportReference is already in use. 'R1' is used on (contact) Id = "
                + first.id()
                + ".");
    assertThat(
            caller.post("/Suppliers", json("{'Name':'A','ExternalImportReference':'R1'}")).status())
        .isEqualTo(201);
    simulator.userDeletes(Kind.CUSTOMERS, first.id());
    assertThat(caller.post("/Customers", body).status()).isEqualTo(201);
  }

  @Test
  void externalNumberExternalCodeAndDepartmentCodeAreUnique() {
    String supplier = json("{'Name':'A','ExternalNumber':7}");
    Reply owner = caller.post("/Suppliers", supplier);
    assertThat(caller.post("/Suppliers", supplier).detail())
        .isEqualTo(
            "ExternalNumber is already in use. '7' is used on (contact) Id = " + owner.id() + ".");
    String person = json("{'FirstName':'A','LastName':'B','ExternalCode':'X'}");
    assertThat(caller.post("/ContactPersons/" + owner.id(), person).status()).isEqualTo(201);
    assertThat(caller.post("/ContactPersons/" + owner.id(), person).status()).isEqualTo(400);
    String department = json("{'Name':'A','Code':'10'}");
    assertThat(caller.post("/Departments", department).status()).isEqualTo(201);
    assertThat(caller.post("/Departments", department).status()).isEqualTo(400);
  }

  @Test
  void readOnlyAndUnknownMembersAreIgnoredOnCreate() {
    Reply made =
        caller.post(
            "/Suppliers",
            json("{'Name':'A','Id':5,'IsActive':false,'Colour':'red','payout':false}"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.id()).isNotEqualTo(5);
    assertThat(made.json().path("IsActive").booleanValue()).isTrue();
    assertThat(made.json().path("Payout").booleanValue()).isTrue();
    simulator.switches().refusesUnknownMembers(true);
    assertThat(caller.post("/Suppliers", json("{'Name':'A','Colour':'red'}")).status())
        .isEqualTo(400);
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
        "{'Name':'A','ExternalNumber':'7'}",
        "{'Name':'A','DateOfBirth':'03.02.2001'}",
        "{'Name':'A','CurrencyCode':'KRO'}",
        "{'Name':'A','MailAddress':{'City':'Oslo'}}",
        "{'Name':'A','MailAddress':{'City':'L','ZipCode':'1','CountryCode':'UK'}}",
        "{'Name':'A','ExternalImportReference':'123456789012345678901234567890123456789012345678901'}"
      })
  void malformedBodyIs400(String body) {
    Reply refused = caller.post("/Suppliers", json(body));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("status").asInt()).isEqualTo(400);
    assertThat(simulator.records(Kind.SUPPLIERS)).isEmpty();
  }

  @Test
  void otherMediaTypeIs415() {
    assertThat(caller.call("POST", "/Suppliers", "text/plain", "{\"Name\":\"A\"}").status())
        .isEqualTo(415);
  }

  @Test
  void departmentIsInactiveUnlessSaidOtherwise() {
    assertThat(
            caller.post("/Departments", json("{'Name':'A'}")).json().path("IsActive").asBoolean())
        .isFalse();
    assertThat(
            caller
                .post("/Departments", json("{'Name':'A','IsActive':true}"))
                .json()
                .path("IsActive")
                .asBoolean())
        .isTrue();
  }

  @Test
  void unknownDepartmentOfCustomerIs404AndKnownOneGivesItsCode() {
    String body = "{'Name':'A','InvoiceDeliveryType':'Print',%s}";
    Reply unknownId = caller.post("/Customers", json(body.formatted("'DepartmentId':5")));
    assertThat(unknownId.status()).isEqualTo(404);
    Reply unknownCode = caller.post("/Customers", json(body.formatted("'DepartmentCode':'Av'")));
    assertThat(unknownCode.status()).isEqualTo(404);
    assertThat(unknownCode.title()).isEqualTo("Customer validation error(s)");
    assertThat(unknownCode.detail()).isEqualTo("Department with code = 'Av' not found.");
    long department = simulator.userCreates(Kind.DEPARTMENTS, Map.of("Name", "S", "Code", "10"));
    Reply byId = caller.post("/Customers", json(body.formatted("'DepartmentId':" + department)));
    assertThat(byId.json().path("DepartmentCode").asText()).isEqualTo("10");
    Reply byCode = caller.post("/Customers", json(body.formatted("'DepartmentCode':'10'")));
    assertThat(byCode.json().path("DepartmentId").asLong()).isEqualTo(department);
  }

  @Test
  void addressGetsAnIdAStampAndACountry() {
    Reply made =
        caller.post(
            "/Suppliers", json("{'Name':'A','MailAddress':{'City':'Oslo','ZipCode':'0150'}}"));
    JsonNode address = made.json().path("MailAddress");
    assertThat(address.path("Id").isNumber()).isTrue();
    assertThat(address.path("CountryCode").asText()).isEqualTo("NO");
    assertThat(address.path("LastChangedDateTimeOffset").asText()).isNotEmpty();
    assertThat(address.path("AddressLine1").isNull()).isTrue();
  }

  @Test
  void contactPersonIsMadeUnderACompany() {
    long owner = simulator.userCreates(Kind.CUSTOMERS, Map.of("Name", "Firma"));
    Reply made =
        caller.post("/ContactPersons/" + owner, json("{'FirstName':'Ola','LastName':'N'}"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("ContactId").asLong()).isEqualTo(owner);
    assertThat(made.json().path("IsActive").booleanValue()).isTrue();
    assertThat(caller.get("/ContactPersons/" + owner + "/" + made.id()).json())
        .isEqualTo(made.json());
    assertThat(caller.post("/ContactPersons/" + owner, json("{'FirstName':'Ola'}")).status())
        .isEqualTo(400);
  }

  @Test
  void contactPersonUnderUnknownContactIs404AndUnderAPerson400() {
    String body = json("{'FirstName':'Ola','LastName':'N'}");
    assertThat(caller.post("/ContactPersons/99", body).status()).isEqualTo(404);
    long person =
        simulator.userCreates(
            Kind.CUSTOMERS, Map.of("IsPerson", true, "FirstName", "A", "LastName", "B"));
    assertThat(caller.post("/ContactPersons/" + person, body).status()).isEqualTo(400);
    simulator.switches().personsUnderPersons(true);
    assertThat(caller.post("/ContactPersons/" + person, body).status()).isEqualTo(201);
  }

  @Test
  void nationalIdReadsAsHiddenAndThatWordIsRefused() {
    String body = "{'Name':'A','InvoiceDeliveryType':'Print','NationalIdNumber':'%s'}";
    Reply made = caller.post("/Customers", json(body.formatted("01010112345")));
    assertThat(made.json().path("NationalIdNumber").asText()).isEqualTo("hidden");
    assertThat(caller.post("/Customers", json(body.formatted("hidden"))).status()).isEqualTo(400);
  }

  private static String print(String name) {
    return json("{'Name':'" + name + "','InvoiceDeliveryType':'Print'}");
  }

  private static String json(String withSingleQuotes) {
    return withSingleQuotes.replace('\'', '"');
  }
}
