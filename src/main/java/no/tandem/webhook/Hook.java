package no.tandem.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.tandem.sync.RecordId;

/**
 * What a hook call is about, as far as its body tells.
 *
 * <p>webCRM documents no body. The vendor's own code has a helper that reads the entity and the id
 * from an address, which is the only hint; so any of these is understood, wherever it stands in the
 * body: an address that ends in /Organisations/4711; a member PersonId or OrganisationId; a member
 * that names the entity beside a member Id.
 */
record Hook(Entity entity, RecordId id) {

  enum Entity {
    ORGANISATION,
    PERSON
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern ADDRESS =
      Pattern.compile("/(organisation|person)s?/([0-9]{1,10})(?![0-9])", Pattern.CASE_INSENSITIVE);
  private static final Pattern ID = Pattern.compile("[0-9]{1,10}");

  /** Reads the body; empty if it names no organisation and no person. */
  static Optional<Hook> read(String body) {
    Optional<Hook> inAddress = inAddress(body.replace("\\/", "/"));
    if (inAddress.isPresent()) {
      return inAddress;
    }
    try {
      return in(MAPPER.readTree(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<Hook> inAddress(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    return matcher.find() ? of(entity(matcher.group(1)), matcher.group(2)) : Optional.empty();
  }

  private static Optional<Hook> in(JsonNode json) {
    if (json.isObject()) {
      Optional<Hook> here = inMembers(json);
      if (here.isPresent()) {
        return here;
      }
    }
    for (JsonNode child : json) {
      Optional<Hook> inside = in(child);
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
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
        default -> entity = entity.or(() -> entity(member.getValue().asText("")));
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
