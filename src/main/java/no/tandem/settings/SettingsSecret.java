package no.tandem.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/**
 * A secret that holds settings: one JSON object whose members are named like the variables, such as
 * {@code {"POWEROFFICE_CLIENT_KEY": "..."}}. A member {@code TENANTS} holds such an object for each
 * tenant, by its name.
 */
public final class SettingsSecret {
  /** One that says nothing. */
  static final SettingsSecret EMPTY = new SettingsSecret(JsonNodeFactory.instance.objectNode());

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TENANTS = "TENANTS";

  private final JsonNode settings;

  private SettingsSecret(JsonNode settings) {
    this.settings = settings;
  }

  /**
   * Reads the secret.
   *
   * @param id its name or ARN
   * @param endpoint another Secrets Manager than AWS's
   * @throws IllegalStateException with what AWS said or what is wrong with the secret; no values
   */
  public static SettingsSecret read(String id, Optional<URI> endpoint) {
    SecretsManagerClientBuilder builder =
        SecretsManagerClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
    endpoint.ifPresent(builder::endpointOverride);
    String text;
    try (SecretsManagerClient client = builder.build()) {
      text = client.getSecretValue(request -> request.secretId(id)).secretString();
    } catch (SdkException e) {
      throw new IllegalStateException(
          "SETTINGS_SECRET names " + id + ", which could not be read: " + e.getMessage(), e);
    }
    return parse(id, Optional.ofNullable(text).orElse(""));
  }

  /**
   * Makes sense of the secret's text.
   *
   * @throws IllegalStateException with what is wrong with it; no values
   */
  public static SettingsSecret parse(String id, String text) {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      json = MAPPER.missingNode();
    }
    if (!json.isObject()) {
      throw new IllegalStateException(
          "SETTINGS_SECRET names "
              + id
              + ", which must be a JSON object such as {\"POWEROFFICE_CLIENT_KEY\": \"...\"}");
    }
    if (json.has(TENANTS) && !json.path(TENANTS).isObject()) {
      throw new IllegalStateException(
          id
              + ": TENANTS must be an object such as {\"one\": {\"POWEROFFICE_CLIENT_KEY\": \"...\"}}");
    }
    return new SettingsSecret(json);
  }

  boolean hasTenants() {
    return settings.has(TENANTS);
  }

  Set<String> tenants() {
    Set<String> names = new LinkedHashSet<>();
    settings.path(TENANTS).fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** What the secret has for one tenant alone; whatever it is, its tenant is known. */
  Optional<SettingsSecret> tenant(String name) {
    return Optional.ofNullable(settings.path(TENANTS).get(name)).map(SettingsSecret::new);
  }

  /** The value of a key in lower case with dots, if the secret has it. */
  public Optional<String> value(String key) {
    JsonNode value =
        settings.path(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }
}
