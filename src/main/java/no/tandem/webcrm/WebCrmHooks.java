package no.tandem.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;

/**
 * The hooks by which webCRM announces changes. One hook is for one event of one kind of record;
 * webCRM lists only those that were made with the same token.
 */
public final class WebCrmHooks {
  /** webCRM's words for what may happen to a record. */
  public static final List<String> EVENTS = List.of("Create", "Update", "Delete");

  private static final int PAGE_SIZE = 100;

  private final WebCrm webCrm;

  public WebCrmHooks(WebCrm webCrm) {
    this.webCrm = webCrm;
  }

  /**
   * One hook.
   *
   * @param event one of {@link #EVENTS}
   * @param target the address that is called
   */
  public record Hook(int id, WebCrm.Kind kind, String event, boolean enabled, String target) {}

  /**
   * All hooks of the kind.
   *
   * @throws RemoteException if webCRM does not answer as documented
   */
  public List<Hook> list(WebCrm.Kind kind) {
    List<Hook> hooks = new ArrayList<>();
    List<Hook> page;
    int number = 1;
    do {
      int wanted = number++;
      page =
          webCrm.call(
              (api, authorization) ->
                  api.hooks(authorization, kind.collection(), wanted, PAGE_SIZE),
              body -> read(kind, Json.read(body)));
      hooks.addAll(page);
    } while (page.size() == PAGE_SIZE);
    return hooks;
  }

  private static List<Hook> read(WebCrm.Kind kind, JsonNode json) {
    if (!json.isArray()) {
      throw new TransientException(
          SystemName.WEBCRM, 200, "no list of hooks", "webCRM answered no list of hooks");
    }
    List<Hook> hooks = new ArrayList<>();
    for (JsonNode hook : json) {
      hooks.add(
          new Hook(
              Json.field(hook, "Id").asInt(),
              kind,
              Json.text(hook, "EventType").orElse(""),
              Json.field(hook, "IsEnabled").asBoolean(),
              Json.text(hook, "TargetUrl").orElse("")));
    }
    return hooks;
  }

  /**
   * Makes a hook for all records of the kind. If the answer is lost it may be there all the same:
   * list before making it again.
   */
  public void create(WebCrm.Kind kind, String event, String target) {
    Map<String, Object> hook = new LinkedHashMap<>();
    hook.put("Id", 0);
    hook.put("EventType", event);
    hook.put("Filter", List.of("All"));
    hook.put("IsEnabled", true);
    hook.put("TargetUrl", target);
    String body = Json.write(hook);
    webCrm.call(
        (api, authorization) -> api.createHook(authorization, kind.collection(), body),
        answer -> "");
  }

  /** Removes a hook. */
  public void remove(Hook hook) {
    webCrm.call(
        (api, authorization) -> api.removeHook(authorization, hook.kind().collection(), hook.id()),
        answer -> "");
  }
}
