package no.tandem.local.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.Hooks.Hook;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;

/** The calls that register hooks. */
final class HookCalls {
  private final Clock clock;
  private final WebCrmSwitches switches;
  private final Hooks hooks;

  HookCalls(Clock clock, WebCrmSwitches switches, Hooks hooks) {
    this.clock = clock;
    this.switches = switches;
    this.hooks = hooks;
  }

  Answer list(Request request, Kind kind) {
    Paging paging = Paging.of(request, switches);
    return Answer.json(
        200,
        Json.text(
            hooks.all(kind).stream()
                .skip(paging.skipped())
                .limit(paging.size())
                .map(HookCalls::shown)
                .toList()));
  }

  Answer get(Kind kind, long id) {
    return Answer.json(200, Json.text(shown(existing(kind, id))));
  }

  Answer create(Request request, Kind kind) {
    JsonNode json = Json.read(request.body());
    if (member(json, "Id").asLong(-1) != 0) {
      throw Refusal.invalid("Id must be 0 for a new hook.");
    }
    String now = Stamps.shown(clock.instant());
    String by = "api2 " + switches.tokenName();
    Hook hook = read(json, 0, kind, now, by);
    long id = hooks.nextId();
    hooks.put(read(json, id, kind, hook.createdAt(), hook.createdBy()));
    return Answer.json(200, Long.toString(id));
  }

  Answer update(Request request, Kind kind, long id) {
    Hook old = existing(kind, id);
    JsonNode json = Json.read(request.body());
    if (member(json, "Id").asLong(-1) != id) {
      throw Refusal.invalid("Id must be the address's id.");
    }
    hooks.put(read(json, id, kind, old.createdAt(), old.createdBy()));
    return Answer.empty(200);
  }

  Answer delete(Kind kind, long id) {
    existing(kind, id);
    hooks.remove(id);
    return Answer.empty(200);
  }

  private Hook existing(Kind kind, long id) {
    return hooks.find(kind, id).orElseThrow(() -> Refusal.notFound("Hook", id));
  }

  private Hook read(JsonNode json, long id, Kind kind, String createdAt, String createdBy) {
    HookEvent event =
        HookEvent.of(member(json, "EventType").asText())
            .orElseThrow(() -> Refusal.invalid("EventType must be Create, Update or Delete."));
    JsonNode enabled = member(json, "IsEnabled");
    if (!enabled.isBoolean()) {
      throw Refusal.invalid("IsEnabled must be true or false.");
    }
    return new Hook(
        id,
        kind,
        event,
        enabled.booleanValue(),
        target(member(json, "TargetUrl").asText()),
        filter(member(json, "Filter"), kind),
        createdAt,
        createdBy,
        Stamps.shown(clock.instant()),
        "api2 " + switches.tokenName());
  }

  private static URI target(String text) {
    try {
      URI target = new URI(text);
      String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
      if (target.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return target;
      }
    } catch (URISyntaxException e) {
      // Refused below, like any other text that is no address.
    }
    throw Refusal.invalid("TargetUrl is not an address: " + text);
  }

  private static List<String> filter(JsonNode json, Kind kind) {
    Set<String> known =
        kind == Kind.ORGANISATIONS
            ? Set.of("All", "Owner", "Owner2")
            : Set.of("All", "OrganisationOwner", "OrganisationOwner2");
    List<String> filter = new ArrayList<>();
    json.forEach(element -> filter.add(element.asText()));
    if (!json.isArray() || filter.isEmpty() || !known.containsAll(filter)) {
      throw Refusal.invalid("Filter must be an array out of " + known + ".");
    }
    return filter;
  }

  private static JsonNode member(JsonNode json, String name) {
    return json.properties().stream()
        .filter(member -> member.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> Refusal.invalid(name + " is required."));
  }

  private static Map<String, Object> shown(Hook hook) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Id", hook.id());
    shown.put("EventType", hook.event().text());
    shown.put("Filter", hook.filter());
    shown.put("IsEnabled", hook.enabled());
    shown.put("TargetUrl", hook.target().toString());
    shown.put("CreatedAt", hook.createdAt());
    shown.put("CreatedBy", hook.createdBy());
    shown.put("UpdatedAt", hook.updatedAt());
    shown.put("UpdatedBy", hook.updatedBy());
    return shown;
  }
}
