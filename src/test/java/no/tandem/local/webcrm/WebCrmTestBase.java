package no.tandem.local.webcrm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.tandem.TestClock;
import org.junit.jupiter.api.AfterEach;

/** A simulator with a clock of its own, and calls to it. */
abstract class WebCrmTestBase {
  static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;
  static final WebCrmSimulator.Kind PERSONS = WebCrmSimulator.Kind.PERSONS;

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final TestClock clock = new TestClock("2024-08-14T08:05:00.400Z");
  final WebCrmSimulator webCrm = new WebCrmSimulator(0, clock, clock::pass);
  private String token = "";

  /** An answer with its body as JSON where it is JSON. */
  record Answered(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    String error() {
      return json().path("Message").asText() + " " + json().path("Type").asText();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  @AfterEach
  void close() {
    webCrm.close();
  }

  JsonNode logIn() {
    return logIn(webCrm.applicationToken()).json();
  }

  Answered logIn(String applicationToken) {
    return call(
        "POST",
        "/Auth/ApiLogin",
        "authCode=" + applicationToken,
        "Content-Type",
        "application/x-www-form-urlencoded");
  }

  void useFreshToken() {
    token = logIn().path("AccessToken").asText();
  }

  Answered get(String path) {
    return withToken("GET", path, "");
  }

  Answered post(String path, String json) {
    return withToken("POST", path, json);
  }

  Answered put(String path, String json) {
    return withToken("PUT", path, json);
  }

  Answered withToken(String method, String path, String json) {
    if (token.isEmpty()) {
      useFreshToken();
    }
    return call(
        method,
        path,
        json,
        "Authorization",
        "Bearer " + token,
        "Content-Type",
        "application/json",
        "Accept",
        "application/json");
  }

  Answered call(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(webCrm.url() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answered(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Answered query(String script) {
    return query(script, "&Page=1&Size=1000");
  }

  Answered query(String script, String more) {
    return get("/Queries?script=" + URLEncoder.encode(script, StandardCharsets.UTF_8) + more);
  }

  /** The ids of a query's rows, in their order. */
  List<Integer> ids(String script) {
    return ids(query(script));
  }

  static List<Integer> ids(Answered answered) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode row : answered.json()) {
      ids.add((row.has("PersonId") ? row.get("PersonId") : row.get("OrganisationId")).asInt());
    }
    return ids;
  }

  /** Names and values that follow one another. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return fields;
  }

  Map<String, Object> organisation(int id) {
    return webCrm.find(ORGANISATIONS, id).orElseThrow();
  }

  Map<String, Object> person(int id) {
    return webCrm.find(PERSONS, id).orElseThrow();
  }

  int organisationCalled(String name) {
    return webCrm.userCreates(ORGANISATIONS, fields("OrganisationName", name));
  }

  int personCalled(String lastName, int organisation) {
    return webCrm.userCreates(
        PERSONS, fields("PersonLastName", lastName, "PersonOrganisationId", organisation));
  }
}
