package no.tandem.local.poweroffice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Keys;

/** Calls a simulator as a client does, with a token taken at the first need. */
final class Caller implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** An answer; its JSON is a missing node if there is no body. */
  record Reply(int status, String body, HttpResponse<String> response) {
    JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String detail() {
      return json().path("detail").asText();
    }

    String title() {
      return json().path("title").asText();
    }

    long id() {
      return json().path("Id").asLong();
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final PowerOfficeSimulator simulator;
  private String token = "";

  Caller(PowerOfficeSimulator simulator) {
    this.simulator = simulator;
  }

  Reply get(String path) {
    return call("GET", path, "", "");
  }

  Reply post(String path, String body) {
    return call("POST", path, "application/json", body);
  }

  Reply patch(String path, String body) {
    return call("PATCH", path, "application/json-patch+json", body);
  }

  /** Replaces one field. */
  Reply replace(String path, String field, String value) {
    return patch(
        path, "[{\"op\":\"replace\",\"path\":\"/" + field + "\",\"value\":" + value + "}]");
  }

  /** The first page. */
  Reply list(String kind, String fields) {
    return list(kind, fields, "");
  }

  /**
   * The first page.
   *
   * @param more parameters, each with an ampersand before it
   */
  Reply list(String kind, String fields, String more) {
    return get("/" + kind + "?PageNumber=1&PageSize=5000&Fields=" + fields + more);
  }

  Reply call(String method, String path, String mediaType, String body) {
    if (token.isEmpty()) {
      token = token(simulator.keys()).json().path("access_token").asText();
    }
    Map<String, String> headers = new TreeMap<>();
    headers.put("Authorization", "Bearer " + token);
    headers.put("Ocp-Apim-Subscription-Key", simulator.keys().subscriptionKey());
    if (!mediaType.isEmpty()) {
      headers.put("Content-Type", mediaType);
    }
    return send(method, URI.create(simulator.url() + path), headers, body);
  }

  Reply token(Keys keys) {
    return token(keys, "grant_type=client_credentials");
  }

  Reply token(Keys keys, String form) {
    String credentials =
        Base64.getEncoder()
            .encodeToString(
                (keys.applicationKey() + ":" + keys.clientKey()).getBytes(StandardCharsets.UTF_8));
    return send(
        "POST",
        simulator.tokenUrl(),
        Map.of(
            "Authorization",
            "Basic " + credentials,
            "Ocp-Apim-Subscription-Key",
            keys.subscriptionKey(),
            "Content-Type",
            "application/x-www-form-urlencoded"),
        form);
  }

  Reply send(String method, URI uri, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Reply(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
