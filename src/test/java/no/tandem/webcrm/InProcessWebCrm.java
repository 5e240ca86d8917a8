package no.tandem.webcrm;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.poweroffice.InProcessPowerOffice;
import no.tandem.remote.Limits;
import no.tandem.remote.RequestLimit;
import no.tandem.remote.Waiting;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/** The requests to webCRM without HTTP: each is handed on within the process. */
public final class InProcessWebCrm implements WebCrmApi {
  private final InProcessPowerOffice.Exchange exchange;

  private InProcessWebCrm(InProcessPowerOffice.Exchange exchange) {
    this.exchange = exchange;
  }

  /** The real client over these requests, with a request limit of its own. */
  public static WebCrm connect(
      WebCrmConfiguration configuration, Waiting waiting, InProcessPowerOffice.Exchange exchange) {
    return connect(configuration, waiting, exchange, Limits.ofThisProcess(waiting));
  }

  /** The same within limits that are shared with others. */
  public static WebCrm connect(
      WebCrmConfiguration configuration,
      Waiting waiting,
      InProcessPowerOffice.Exchange exchange,
      Limits limits) {
    return connect(configuration, waiting, exchange, limits, limit -> limit);
  }

  /**
   * The same with something between the client and its limit.
   *
   * @param over what there is in the place of the limit
   */
  public static WebCrm connect(
      WebCrmConfiguration configuration,
      Waiting waiting,
      InProcessPowerOffice.Exchange exchange,
      Limits limits,
      UnaryOperator<RequestLimit> over) {
    return new WebCrm(
        configuration,
        waiting,
        new InProcessWebCrm(exchange),
        new SharedByToken(
            over.apply(
                limits.of(
                    SystemName.WEBCRM,
                    configuration.applicationToken(),
                    configuration.requestsPerMinute(),
                    Duration.ofMinutes(1))),
            SharedByToken.baton(configuration, limits)));
  }

  @Override
  public @Nullable String logIn(String applicationToken) {
    return send(
        "POST",
        "/Auth/ApiLogin",
        "",
        Map.of("Content-Type", "application/x-www-form-urlencoded"),
        "authCode=" + encoded(applicationToken));
  }

  @Override
  public @Nullable String refresh(String refreshToken) {
    return send(
        "POST",
        "/Auth/ApiRefresh",
        "",
        Map.of("refreshToken", refreshToken, "Content-Length", "0"),
        "");
  }

  @Override
  public @Nullable String query(String authorization, String script, int page, int size) {
    return send(
        "GET",
        "/Queries",
        "script=" + encoded(script) + "&Page=" + page + "&Size=" + size,
        Map.of("Authorization", authorization),
        "");
  }

  @Override
  public @Nullable String get(String authorization, String collection, int id) {
    return send("GET", "/" + collection + "/" + id, "", Map.of("Authorization", authorization), "");
  }

  @Override
  public @Nullable String create(String authorization, String collection, String record) {
    return send("POST", "/" + collection, "", withBody(authorization), record);
  }

  @Override
  public @Nullable String update(String authorization, String collection, int id, String record) {
    return send("PUT", "/" + collection + "/" + id, "", withBody(authorization), record);
  }

  @Override
  public @Nullable String upsert(String authorization, String collection, String records) {
    return send("PATCH", "/" + collection, "", withBody(authorization), records);
  }

  @Override
  public @Nullable String hooks(String authorization, String collection, int page, int size) {
    return send(
        "GET",
        "/" + collection + "/Hooks",
        "Page=" + page + "&Size=" + size,
        Map.of("Authorization", authorization),
        "");
  }

  @Override
  public @Nullable String createHook(String authorization, String collection, String hook) {
    return send("POST", "/" + collection + "/Hooks", "", withBody(authorization), hook);
  }

  @Override
  public @Nullable String removeHook(String authorization, String collection, int id) {
    return send(
        "DELETE",
        "/" + collection + "/Hooks/" + id,
        "",
        Map.of("Authorization", authorization),
        "");
  }

  @Override
  public @Nullable String fieldsMetadata(String authorization, String entity) {
    return send("GET", "/FieldsMetadata/" + entity, "", Map.of("Authorization", authorization), "");
  }

  @Override
  public void close() {}

  private static Map<String, String> withBody(String authorization) {
    return Map.of("Authorization", authorization, "Content-Type", "application/json");
  }

  private @Nullable String send(
      String method, String path, String query, Map<String, String> given, String body) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(given);
    headers.put("Accept", "application/json");
    Answer answer = exchange.send(new Request(method, path, query, headers, body));
    if (answer.status() >= 400) {
      throw InProcessPowerOffice.refusal(answer);
    }
    return answer.body().isEmpty() ? null : answer.body();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
