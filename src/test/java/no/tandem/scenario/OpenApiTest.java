package no.tandem.scenario;

import static no.tandem.scenario.Records.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import no.tandem.Slow;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.sample.SampleCompany;
import no.tandem.local.webcrm.WebCrmSimulator;
import org.junit.jupiter.api.Test;

/** Everything that passes between the clients and the simulators, against both API documents. */
@Slow
@QuarkusTest
class OpenApiTest {
  private record Exchange(Request request, Answer answer) {}

  @Inject World world;

  @Test
  void everyRequestAndAnswerConformsToTheDocuments() {
    world.reset();
    // A contact without an address: the document does not say that null stands for it.
    world.powerOffice().switches().writesNulls(false);
    AtomicBoolean watching = new AtomicBoolean(true);
    ConcurrentLinkedQueue<Exchange> powerOffice = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Exchange> webCrm = new ConcurrentLinkedQueue<>();
    world
        .powerOffice()
        .server()
        .observe(
            (request, answer) -> {
              if (watching.get()) {
                powerOffice.add(new Exchange(request, answer));
              }
            });
    world
        .webCrm()
        .server()
        .observe(
            (request, answer) -> {
              if (watching.get()) {
                webCrm.add(new Exchange(request, answer));
              }
            });
    letEverythingHappen();
    watching.set(false);

    Map<String, Integer> violations = new TreeMap<>();
    Set<String> kinds = new TreeSet<>();
    check(validator("/openapi/poweroffice-go.openapi.yaml", "/v2"), powerOffice, violations, kinds);
    check(validator("/openapi/webcrm.openapi.yaml", "/"), webCrm, violations, kinds);
    System.out.printf(
        "%d exchanges checked against the API documents, of these kinds: %s%n",
        powerOffice.size() + webCrm.size(), kinds);
    assertThat(violations).isEmpty();
    assertThat(kinds)
        .contains(
            "GET /ContactPersons 200",
            "GET /Customers 200",
            "GET /Departments 200",
            "GET /Suppliers 200",
            "GET /Customers 204",
            "GET /Customers 401",
            "GET /Customers 429",
            "GET /Customers/n 404",
            "PATCH /Customers/n 200",
            "PATCH /Departments/n 200",
            "PATCH /Suppliers/n 200",
            "PATCH /ContactPersons/n/n 200",
            "PATCH /ContactPersons/n/n 400",
            "POST /OAuth/Token 200",
            "GET /Queries 200",
            "GET /FieldsMetadata/Organisation 200",
            "GET /FieldsMetadata/Person 200",
            "GET /Organisations/n 200",
            "GET /Organisations/n 404",
            "POST /Auth/ApiLogin 200",
            "POST /Organisations 200",
            "POST /Persons 200",
            "PUT /Organisations/n 200",
            "PUT /Persons/n 200",
            "GET /Queries 401");
  }

  /** Each kind of call, and the answers that are not 200. */
  private void letEverythingHappen() {
    PowerOfficeSimulator po = world.powerOffice();
    WebCrmSimulator crm = world.webCrm();
    world.sweep("customers");
    world.load(SampleCompany.read());
    // Nothing is found since the cursors of an empty day: the first sweep lists everything.
    world.approvedSweepAll();
    world.pass(Duration.ofMinutes(10));
    po.userEdits(
        PowerOfficeSimulator.Kind.CUSTOMERS,
        linked("customers"),
        fields("PhoneNumber", "+47 11 22 33 44"));
    po.userEdits(
        PowerOfficeSimulator.Kind.CONTACT_PERSONS,
        linked("contact-persons"),
        fields("PhoneNumber", "+47 11 22 33 44"));
    world.sweepAll();
    crm.userEdits(
        WebCrmSimulator.Kind.ORGANISATIONS,
        world.webCrmId("customers", linked("customers")),
        fields("OrganisationTelephone", "+47 55 22 33 44"));
    crm.userEdits(
        WebCrmSimulator.Kind.ORGANISATIONS,
        world.webCrmId("departments", linked("departments")),
        fields("OrganisationName", "Havneterminalen"));
    crm.userEdits(
        WebCrmSimulator.Kind.PERSONS,
        world.webCrmId("supplier-persons", linked("supplier-persons")),
        fields("PersonDirectPhone", "+47 55 22 33 44"));
    int person = world.webCrmId("contact-persons", linked("contact-persons"));
    crm.userEdits(
        WebCrmSimulator.Kind.PERSONS, person, fields("PersonDirectPhone", "+47 55 22 33 44"));
    world.sweepAll();
    crm.userEdits(WebCrmSimulator.Kind.PERSONS, person, fields("PersonEmail", "no address"));
    po.revokeTokens();
    crm.revokeTokens();
    po.switches().requestsPerSecond(1);
    world.sweepAll();
    po.switches().requestsPerSecond(10);
    crm.userDeletes(
        WebCrmSimulator.Kind.ORGANISATIONS, world.webCrmId("departments", linked("departments")));
    world.fullSweep("departments");
    world.call("customers", "{\"changed\":{\"system\":\"poweroffice\",\"id\":\"999999\"}}");
    world.call(
        "customers",
        "{\"changed\":{\"system\":\"poweroffice\",\"id\":\"" + linked("customers") + "\"}}");
  }

  private long linked(String pair) {
    return world.linksByLeft(pair).values().stream()
        .filter(link -> link.active() && link.hold().isEmpty())
        .mapToLong(link -> Long.parseLong(link.key().text()))
        .min()
        .orElseThrow();
  }

  private static OpenApiInteractionValidator validator(String document, String basePath) {
    return OpenApiInteractionValidator.createFor(document)
        .withBasePathOverride(basePath)
        .withLevelResolver(
            LevelResolver.create()
                // Composed schemas would each refuse the other's members.
                .withLevel("validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
                .build())
        .build();
  }

  private static void check(
      OpenApiInteractionValidator validator,
      Iterable<Exchange> exchanges,
      Map<String, Integer> violations,
      Set<String> kinds) {
    for (Exchange exchange : exchanges) {
      String kind =
          exchange.request().method()
              + " "
              + exchange.request().path().replaceFirst("^/v2", "").replaceAll("/\\d+", "/n")
              + " "
              + exchange.answer().status();
      kinds.add(kind);
      ValidationReport report =
          validator.validate(request(exchange.request()), response(exchange.answer()));
      report.getMessages().stream()
          .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
          .forEach(
              message ->
                  violations.merge(
                      kind + ": " + message.getKey() + " " + message.getMessage(),
                      1,
                      Integer::sum));
    }
  }

  private static SimpleRequest request(Request request) {
    // The log-in has a server of its own in the document, beside the versioned one.
    String path = request.path().equals("/OAuth/Token") ? "/v2" + request.path() : request.path();
    SimpleRequest.Builder builder =
        new SimpleRequest.Builder(Method.valueOf(request.method()), path);
    for (String parameter : request.rawQuery().split("&", -1)) {
      if (!parameter.isEmpty()) {
        String[] parts = parameter.split("=", 2);
        builder.withQueryParam(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            List.of(parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8)));
      }
    }
    request.headers().forEach((name, value) -> builder.withHeader(name, value));
    if (!request.body().isEmpty()) {
      builder.withBody(request.body());
    }
    return builder.build();
  }

  private static SimpleResponse response(Answer answer) {
    SimpleResponse.Builder builder = SimpleResponse.Builder.status(answer.status());
    answer.headers().forEach((name, value) -> builder.withHeader(name, value));
    if (!answer.body().isEmpty()) {
      builder.withBody(answer.body());
    }
    return builder.build();
  }
}
