package no.tandem.local.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.Hooks.Hook;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;

/** The calls that register hooks. */
final class HookCalls {
  private static final JsonNode ALL = Json.read("[\"All\"]");

  private final Clock clock;
  private final Hooks hooks;

  HookCalls(Clock clock, Hooks hooks) {
    this.clock = clock;
    this.hooks = hooks;
  }

  Answer list(Request request, Kind kind) {
    Paging paging = Paging.of(request);
    return Answer.json(
        200,
        Json.text(
            hooks.all(kind).stream()
                .skip(paging.skipped())
                .limit(paging.size())
                .map(HookCalls::shown)
                .toList()));
  }

  Answer create(Request request, Kind kind) {
    JsonNode json = Json.read(request.body());
    if (json.path("Id").asLong(-1) != 0) {
      throw Refusal.invalid("Id must be 0 for a new hook.");
    }
    String now = Stamps.shown(clock.instant());
    Hook hook = read(json, hooks.nextId(), kind, now);
    hooks.put(hook);
    return Answer.json(200, Long.toString(hook.id()));
  }

  Answer delete(Kind kind, long id) {
    if (!hooks.remove(kind, id)) {
      throw Refusal.notFound("Hook", id);
    }
    return Answer.empty(200);
  }

  private static Hook read(JsonNode json, long id, Kind kind, String now) {
    if (!json.path("Filter").equals(ALL)) {
      throw Refusal.neverSent("Another filter than " + ALL);
    }
    HookEvent event =
        HookEvent.of(json.path("EventType").asText())
            .orElseThrow(() -> Refusal.invalid("EventType must be Create, Update or Delete."));
    JsonNode enabled = json.path("IsEnabled");
    if (!enabled.isBoolean()) {
      throw Refusal.invalid("IsEnabled must be true or false.");
    }
    return new Hook(
        id, kind, event, enabled.booleanValue(), target(json.path("TargetUrl").asText()), now);
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

  private static Map<String, Object> shown(Hook hook) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Id", hook.id());
    shown.put("EventType", hook.event().text());
    shown.put("Filter", List.of("All"));
    shown.put("IsEnabled", hook.enabled());
    shown.put("TargetUrl", hook.target().toString());
    shown.put("CreatedAt", hook.createdAt());
    shown.put("CreatedBy", WebCrmSimulator.API_USER);
    shown.put("UpdatedAt", hook.createdAt());
    shown.put("UpdatedBy", WebCrmSimulator.API_USER);
    return shown;
  }
}
