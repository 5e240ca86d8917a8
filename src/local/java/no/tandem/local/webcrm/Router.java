package no.tandem.local.webcrm;

import java.util.List;
import java.util.Optional;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;
import no.tandem.local.webcrm.WebCrmSwitches.Area;
import no.tandem.local.webcrm.WebCrmSwitches.Right;

/** Brings a request to the calls that answer it. What Tandem never sends is refused. */
final class Router {
  private static final String JSON = "application/json";

  private final WebCrmSwitches switches;
  private final Gate gate;
  private final Sessions sessions;
  private final RecordCalls records;
  private final HookCalls hooks;
  private final MetadataCalls metadata;
  private final QueryCalls queries;

  Router(
      WebCrmSwitches switches,
      Gate gate,
      Sessions sessions,
      RecordCalls records,
      HookCalls hooks,
      MetadataCalls metadata,
      QueryCalls queries) {
    this.switches = switches;
    this.gate = gate;
    this.sessions = sessions;
    this.records = records;
    this.hooks = hooks;
    this.metadata = metadata;
    this.queries = queries;
  }

  Answer answer(Request request) {
    try {
      return gate.tooLong(request).orElseGet(() -> route(request));
    } catch (Refusal e) {
      return e.answer();
    }
  }

  private Answer route(Request request) {
    List<String> path = request.segments();
    String call = request.method() + " " + String.join("/", path).replaceAll("\\b\\d{1,9}$", "n");
    switch (call) {
      case "POST Auth/ApiLogin" -> {
        return gate.overLimitAtLogIn(request).orElseGet(() -> sessions.logIn(request));
      }
      case "POST Auth/ApiRefresh" -> {
        return gate.overLimitAtLogIn(request).orElseGet(() -> sessions.refresh(request));
      }
      default -> {}
    }
    Optional<Answer> refused = gate.refused(request);
    if (refused.isPresent()) {
      return refused.get();
    }
    expectJson(request);
    if (call.equals("GET Queries")) {
      expectRight(Area.QUERIES, Right.READ);
      return queries.run(request);
    }
    for (Kind kind : Kind.values()) {
      if (call.equals("GET FieldsMetadata/" + kind.entity())) {
        expectRight(Area.FIELDS_METADATA, Right.READ);
        return metadata.list(kind);
      }
      if (path.getFirst().equals(kind.path())) {
        return of(request, kind, call.replaceFirst(kind.path(), "*"));
      }
    }
    throw neverSent(request);
  }

  private Answer of(Request request, Kind kind, String call) {
    Area area =
        call.contains("/Hooks")
            ? Area.HOOKS
            : kind == Kind.ORGANISATIONS ? Area.ORGANISATIONS : Area.PERSONS;
    expectRight(area, request.method().equals("GET") ? Right.READ : Right.READ_WRITE);
    return switch (call) {
      case "POST *" -> records.create(request, kind);
      case "PATCH *" -> records.createMany(request, kind);
      case "GET */n" -> records.get(kind, id(request));
      case "PUT */n" -> records.update(request, kind, id(request));
      case "GET */Hooks" -> hooks.list(request, kind);
      case "POST */Hooks" -> hooks.create(request, kind);
      case "DELETE */Hooks/n" -> hooks.delete(kind, id(request));
      default -> throw neverSent(request);
    };
  }

  private static int id(Request request) {
    return Integer.parseInt(request.segments().getLast());
  }

  private static Refusal neverSent(Request request) {
    return Refusal.neverSent(request.method() + " " + request.path());
  }

  private void expectRight(Area area, Right right) {
    if (!switches.allows(area, right)) {
      throw Refusal.forbidden(area.title());
    }
  }

  /** The API also speaks XML; whoever gets that has forgotten to ask for JSON. */
  private static void expectJson(Request request) {
    if (!request.header("Accept").orElse("").contains(JSON)) {
      throw Refusal.bare(406);
    }
    if (!request.body().isEmpty() && !request.mediaType().equals(JSON)) {
      throw Refusal.bare(415);
    }
  }
}
