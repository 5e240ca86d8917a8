package no.tandem.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.settings.Key.Scope;
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
  static final SettingsSecret EMPTY =
      new SettingsSecret("", JsonNodeFactory.instance.objectNode(), true);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TENANTS = "TENANTS";

  private final String id;
  private final JsonNode settings;

  /** Whether this is all of the secret, and not what it has for one tenant. */
  private final boolean whole;

  private SettingsSecret(String id, JsonNode settings, boolean whole) {
    this.id = id;
    this.settings = settings;
    this.whole = whole;
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
    return new SettingsSecret(id, json, true);
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
    return Optional.ofNullable(settings.path(TENANTS).get(name))
        .map(own -> new SettingsSecret(id, own, false));
  }

  /**
   * What is wrong with its members' names, in words.
   *
   * @param scopes of the keys that it may set
   */
  List<String> problems(Set<Scope> scopes) {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : settings.properties()) {
      String place = member.getKey() + " in the secret " + id;
      Optional<Key<?>> key = Names.key(member.getKey());
      if (whole && member.getKey().equals(TENANTS)) {
        continue;
      }
      if (key.isEmpty()) {
        problems.add(Names.unknown(place, member.getKey()));
      } else if (!member.getValue().isValueNode()) {
        problems.add(place + " must be a text or a number");
      } else if (!scopes.contains(key.get().scope())) {
        problems.add(place + belongsElsewhere(key.get().scope()));
      }
    }
    return problems;
  }

  private static String belongsElsewhere(Scope scope) {
    return scope == Scope.START
        ? " is read before any secret: set it in the environment"
        : " is the same for all tenants: set it in the environment or at the top of the first"
            + " secret";
  }

  /** The value of a key in lower case with dots, if the secret has it. */
  public Optional<String> value(String key) {
    JsonNode value =
        settings.path(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }
}
