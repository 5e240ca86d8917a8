package no.tandem.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.tandem.sync.side.RecordId;

/**
 * What a hook call is about, as far as its body says.
 *
 * <p>webCRM documents no body. What is understood, wherever it stands in the body: a member
 * PersonId or OrganisationId; a member that names the entity beside a member Id. Only where there
 * is neither, a member that is an address of a record in the tenant's own webCRM: the vendor's own
 * code has a helper that reads entity and id from one. An address elsewhere may be a text that a
 * user typed.
 */
record Hook(Entity entity, RecordId id) {

  enum Entity {
    ORGANISATION,
    PERSON
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern PATH =
      Pattern.compile(".*/(organisation|person)s?/([0-9]{1,10})/?", Pattern.CASE_INSENSITIVE);
  private static final Pattern ID = Pattern.compile("[0-9]{1,10}");

  /** Under such names something may say what kind of record it is about. */
  private static final Set<String> NAMES_OF_KINDS =
      Set.of("type", "entity", "entitytype", "entityname", "object", "objecttype", "table", "kind");

  /**
   * Reads the body; empty if it names no organisation and no person.
   *
   * @param webCrm the address of the tenant's webCRM
   */
  static Optional<Hook> read(String body, URI webCrm) {
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    return first(json, Hook::inMembers).or(() -> first(json, node -> inAddress(node, webCrm)));
  }

  private static Optional<Hook> first(JsonNode json, Function<JsonNode, Optional<Hook>> look) {
    Optional<Hook> here = look.apply(json);
    if (here.isPresent()) {
      return here;
    }
    for (JsonNode child : json) {
      Optional<Hook> inside = first(child, look);
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  private static Optional<Hook> inAddress(JsonNode json, URI webCrm) {
    if (!json.isTextual()) {
      return Optional.empty();
    }
    URI address;
    try {
      address = new URI(json.asText().strip());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    Matcher path = PATH.matcher(Optional.ofNullable(address.getPath()).orElse(""));
    boolean own =
        address.getHost() != null
            && address.getHost().equalsIgnoreCase(webCrm.getHost())
            && address.getPort() == webCrm.getPort();
    return own && path.matches() ? of(entity(path.group(1)), path.group(2)) : Optional.empty();
  }

  private static Optional<Hook> inMembers(JsonNode json) {
    Optional<Entity> entity = Optional.empty();
    Optional<String> id = Optional.empty();
    Optional<String> personId = Optional.empty();
    Optional<String> organisationId = Optional.empty();
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      Optional<String> number = number(member.getValue());
      switch (member.getKey().toLowerCase(Locale.ROOT)) {
        case "personid" -> personId = number;
        case "organisationid" -> organisationId = number;
        case "id", "entityid", "recordid", "itemid" -> id = number;
        default -> {
          if (NAMES_OF_KINDS.contains(member.getKey().toLowerCase(Locale.ROOT))) {
            entity = entity.or(() -> entity(member.getValue().asText("")));
          }
        }
      }
    }
    if (personId.isPresent()) {
      return of(Optional.of(Entity.PERSON), personId.get());
    }
    if (organisationId.isPresent()) {
      return of(Optional.of(Entity.ORGANISATION), organisationId.get());
    }
    return id.isPresent() ? of(entity, id.get()) : Optional.empty();
  }

  private static Optional<String> number(JsonNode value) {
    String text = value.isIntegralNumber() || value.isTextual() ? value.asText() : "";
    return ID.matcher(text).matches() ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Entity> entity(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "organisation", "organisations" -> Optional.of(Entity.ORGANISATION);
      case "person", "persons" -> Optional.of(Entity.PERSON);
      default -> Optional.empty();
    };
  }

  private static Optional<Hook> of(Optional<Entity> entity, String id) {
    return entity.map(e -> new Hook(e, new RecordId(Long.toString(Long.parseLong(id)))));
  }
}
