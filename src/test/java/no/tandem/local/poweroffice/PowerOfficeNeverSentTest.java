package no.tandem.local.poweroffice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import no.tandem.local.poweroffice.Caller.Reply;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service has and Tandem does not use is refused, and the answer says so. */
final class PowerOfficeNeverSentTest extends Simulated {

  @BeforeEach
  void load() {
    simulator.load(Kind.CUSTOMERS, List.of(Map.of("Id", 1, "Name", "Firma")));
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /Customers/1",
    "PUT, /Customers/1",
    "POST, /Suppliers",
    "POST, /Departments",
    "GET, /ContactPersons/1",
    "GET, /Customers/abc",
    "GET, /Employees",
  })
  void callsAreRefused(String method, String path) {
    expectRefused(caller.call(method, path, "application/json", "{}"));
    assertThat(simulator.find(Kind.CUSTOMERS, 1)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?PageNumber=1&PageSize=5",
        "?PageSize=5&Fields=Id",
        "?PageNumber=1&PageSize=5&Fields=Id&OrderBy=Name",
        "?PageNumber=1&PageSize=5&Fields=Id&customerNos=1",
        "?PageNumber=1&PageSize=5&Fields=Id&$top=5",
        "?pageNumber=1&PageSize=5&Fields=Id"
      })
  void listsWithOtherParametersAreRefused(String query) {
    expectRefused(caller.get("/Customers" + query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'op':'remove','path':'/Name'}]",
        "[{'op':'add','path':'/Name','value':'A'}]",
        "[{'op':'test','path':'/Name','value':'Firma'}]",
        "[{'op':'replace','path':'/Name'}]",
        "[5]"
      })
  void otherPatchOperationsAreRefused(String patch) {
    expectRefused(caller.patch("/Customers/1", patch.replace('\'', '"')));
    assertThat(simulator.find(Kind.CUSTOMERS, 1).orElseThrow()).containsEntry("Name", "Firma");
  }

  @Test
  void otherMembersOfANewRecordAreRefused() {
    expectRefused(caller.post("/Customers", "{\"Name\":\"A\",\"Allowance\":5}"));
    expectRefused(caller.post("/Customers", "{\"Name\":\"A\",\"Id\":5}"));
  }

  private static void expectRefused(Reply reply) {
    assertThat(reply.status()).isEqualTo(501);
    assertThat(reply.body()).endsWith("is not simulated: Tandem never sends it.");
  }
}
