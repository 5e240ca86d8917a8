package no.tandem.local.webcrm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;
import no.tandem.local.webcrm.WebCrmSwitches.Area;
import no.tandem.local.webcrm.WebCrmSwitches.Right;

/** Brings a request to the calls that answer it. Addresses are in any letter case. */
final class Router {
  private static final Set<String> BODIES =
      Set.of("application/json", "text/json", "application/json-patch+json");
  private static final Set<String> ACCEPTED =
      Set.of("application/json", "text/json", "*/*", "application/*");

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
    List<String> path =
        request.segments().stream().map(segment -> segment.toLowerCase(Locale.ROOT)).toList();
    if (!path.isEmpty() && path.getFirst().equals("auth")) {
      return logIn(request, path);
    }
    Optional<Answer> refused = gate.refused(request);
    if (refused.isPresent()) {
      return refused.get();
    }
    expectJson(request);
    Optional<Kind> kind = path.isEmpty() ? Optional.empty() : kind(path.getFirst());
    if (kind.isPresent()) {
      return path.size() > 1 && path.get(1).equals("hooks")
          ? hooks(request, kind.get(), path)
          : records(request, kind.get(), path);
    }
    if (path.equals(List.of("queries"))) {
      expectMethod(request, "GET");
      expectRight(Area.QUERIES, Right.READ);
      return queries.run(request);
    }
    if (path.size() == 2 && path.getFirst().equals("fieldsmetadata")) {
      expectMethod(request, "GET");
      expectRight(Area.FIELDS_METADATA, Right.READ);
      if (!switches.metadata()) {
        throw Refusal.forbidden(Area.FIELDS_METADATA.title());
      }
      return metadata.list(path.get(1));
    }
    throw Refusal.noSuchAddress(request.path());
  }

  private Answer logIn(Request request, List<String> path) {
    if (path.equals(List.of("auth", "apilogin"))) {
      expectMethod(request, "POST");
      return gate.overLimitAtLogIn(request).orElseGet(() -> sessions.logIn(request));
    }
    if (path.equals(List.of("auth", "apirefresh"))) {
      expectMethod(request, "POST");
      return gate.overLimitAtLogIn(request).orElseGet(() -> sessions.refresh(request));
    }
    throw Refusal.noSuchAddress(request.path());
  }

  private Answer records(Request request, Kind kind, List<String> path) {
    Area area = kind == Kind.ORGANISATIONS ? Area.ORGANISATIONS : Area.PERSONS;
    if (path.size() == 1) {
      expectMethod(request, "GET", "POST", "PATCH");
      expectRight(area, neededRight(request));
      return switch (request.method()) {
        case "GET" -> records.list(request, kind);
        case "POST" -> records.create(request, kind);
        default -> records.upsert(request, kind);
      };
    }
    if (path.size() == 2) {
      expectMethod(request, "GET", "PUT");
      expectRight(area, neededRight(request));
      int id = integer(request, path.get(1));
      return request.method().equals("GET")
          ? records.get(kind, id)
          : records.update(request, kind, id);
    }
    if (path.size() == 3 && kind == Kind.ORGANISATIONS && path.get(2).equals("persons")) {
      expectMethod(request, "GET");
      expectRight(Area.PERSONS, Right.READ);
      return records.personsOf(request, integer(request, path.get(1)));
    }
    throw Refusal.noSuchAddress(request.path());
  }

  private Answer hooks(Request request, Kind kind, List<String> path) {
    if (path.size() == 2) {
      expectMethod(request, "GET", "POST");
      expectRight(Area.HOOKS, neededRight(request));
      return request.method().equals("GET")
          ? hooks.list(request, kind)
          : hooks.create(request, kind);
    }
    if (path.size() == 3) {
      expectMethod(request, "GET", "PUT", "DELETE");
      expectRight(Area.HOOKS, neededRight(request));
      int id = integer(request, path.get(2));
      return switch (request.method()) {
        case "GET" -> hooks.get(kind, id);
        case "PUT" -> hooks.update(request, kind, id);
        default -> hooks.delete(kind, id);
      };
    }
    throw Refusal.noSuchAddress(request.path());
  }

  private static Right neededRight(Request request) {
    return request.method().equals("GET") ? Right.READ : Right.READ_WRITE;
  }

  private void expectRight(Area area, Right right) {
    if (!switches.allows(area, right)) {
      throw Refusal.forbidden(area.title());
    }
  }

  private static void expectMethod(Request request, String... allowed) {
    if (!Arrays.asList(allowed).contains(request.method())) {
      throw Refusal.methodNotAllowed(request.method(), String.join(", ", allowed));
    }
  }

  /** The API also speaks XML; whoever gets that has forgotten to ask for JSON. */
  private static void expectJson(Request request) {
    boolean accepted =
        request
            .header("Accept")
            .map(
                header ->
                    Arrays.stream(header.split(",", -1))
                        .map(range -> range.split(";", -1)[0].strip().toLowerCase(Locale.ROOT))
                        .anyMatch(ACCEPTED::contains))
            .orElse(true);
    if (!accepted) {
      throw Refusal.bare(406);
    }
    if (!request.body().isEmpty() && !BODIES.contains(request.mediaType())) {
      throw Refusal.bare(415);
    }
  }

  private static int integer(Request request, String segment) {
    try {
      return Integer.parseInt(segment);
    } catch (NumberFormatException e) {
      throw Refusal.noSuchAddress(request.path());
    }
  }

  private static Optional<Kind> kind(String segment) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.path().toLowerCase(Locale.ROOT).equals(segment))
        .findFirst();
  }
}
