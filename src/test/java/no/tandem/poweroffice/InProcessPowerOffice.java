package no.tandem.poweroffice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.remote.Limits;
import no.tandem.remote.RequestLimit;
import no.tandem.remote.Waiting;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The requests to PowerOffice without HTTP: each is handed on within the process. */
public final class InProcessPowerOffice implements PowerOfficeApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Takes the requests. */
  public interface Exchange {

    /**
     * Answers.
     *
     * @throws ProcessingException if the answer is lost
     */
    Answer send(Request request);
  }

  private final PowerOfficeConfiguration configuration;
  private final Exchange exchange;
  private final Token token;

  private InProcessPowerOffice(
      PowerOfficeConfiguration configuration, Exchange exchange, Token token) {
    this.configuration = configuration;
    this.exchange = exchange;
    this.token = token;
  }

  /** The real client over these requests, with a request limit of its own. */
  public static PowerOffice connect(
      PowerOfficeConfiguration configuration, Waiting waiting, Exchange exchange) {
    return connect(configuration, waiting, exchange, Limits.ofThisProcess(waiting));
  }

  /** The same within limits that are shared with others. */
  public static PowerOffice connect(
      PowerOfficeConfiguration configuration, Waiting waiting, Exchange exchange, Limits limits) {
    return connect(configuration, waiting, exchange, limits, limit -> limit);
  }

  /**
   * The same with something between the client and its limit.
   *
   * @param over what there is in the place of the limit
   */
  public static PowerOffice connect(
      PowerOfficeConfiguration configuration,
      Waiting waiting,
      Exchange exchange,
      Limits limits,
      UnaryOperator<RequestLimit> over) {
    Token.Source logIn = () -> logIn(configuration, exchange);
    return new PowerOffice(
        configuration,
        waiting,
        new Token(logIn, waiting.clock()),
        token -> new InProcessPowerOffice(configuration, exchange, token),
        over.apply(PowerOffice.limit(configuration, limits)));
  }

  private static Token.Granted logIn(PowerOfficeConfiguration configuration, Exchange exchange) {
    String keys =
        Base64.getEncoder()
            .encodeToString(
                (configuration.applicationKey() + ":" + configuration.clientKey())
                    .getBytes(StandardCharsets.UTF_8));
    Map<String, String> headers = headers();
    headers.put("Authorization", "Basic " + keys);
    headers.put(Credentials.SUBSCRIPTION_KEY, configuration.subscriptionKey());
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    try {
      Answer answer =
          exchange.send(
              new Request("POST", "/OAuth/Token", "", headers, "grant_type=client_credentials"));
      if (answer.status() == 200) {
        var json = MAPPER.readTree(answer.body());
        return new Token.Granted(
            json.path("access_token").asText(),
            Duration.ofSeconds(json.path("expires_in").asLong()));
      }
      throw failed(answer.status() == 400 ? 400 : 0, "log-in rejected");
    } catch (ProcessingException | JsonProcessingException e) {
      throw failed(0, "no usable answer to the log-in");
    }
  }

  private static TransientException failed(int status, String title) {
    return new TransientException(SystemName.POWEROFFICE, status, title, title);
  }

  private static Map<String, String> headers() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  @Override
  public RestResponse<byte[]> clientIntegrationInformation() {
    return send("GET", "/v2/ClientIntegrationInformation", "", "", "");
  }

  @Override
  public RestResponse<byte[]> list(
      String kind, @Nullable String changedAfter, int pageNumber, int pageSize, String fields) {
    StringBuilder query = new StringBuilder();
    if (changedAfter != null) {
      query
          .append("lastChangedDateTimeOffsetGreaterThan=")
          .append(encoded(changedAfter))
          .append('&');
    }
    query.append("PageNumber=").append(pageNumber).append("&PageSize=").append(pageSize);
    query.append("&Fields=").append(encoded(fields));
    return send("GET", "/v2/" + kind, query.toString(), "", "");
  }

  @Override
  public RestResponse<byte[]> get(String kind, String id) {
    return send("GET", "/v2/" + kind + "/" + id, "", "", "");
  }

  @Override
  public RestResponse<byte[]> getUnderOwner(String kind, String owner, String id) {
    return send("GET", "/v2/" + kind + "/" + owner + "/" + id, "", "", "");
  }

  @Override
  public RestResponse<byte[]> create(String kind, Map<String, Object> fields) {
    return send("POST", "/v2/" + kind, "", "application/json", json(fields));
  }

  @Override
  public RestResponse<byte[]> createUnderOwner(
      String kind, String owner, Map<String, Object> fields) {
    return send("POST", "/v2/" + kind + "/" + owner, "", "application/json", json(fields));
  }

  @Override
  public RestResponse<byte[]> patch(String kind, String id, List<PatchOperation> operations) {
    return send("PATCH", "/v2/" + kind + "/" + id, "", JSON_PATCH, json(operations));
  }

  @Override
  public RestResponse<byte[]> patchUnderOwner(
      String kind, String owner, String id, List<PatchOperation> operations) {
    return send("PATCH", "/v2/" + kind + "/" + owner + "/" + id, "", JSON_PATCH, json(operations));
  }

  @Override
  public void close() {}

  private RestResponse<byte[]> send(
      String method, String path, String query, String mediaType, String body) {
    Map<String, String> headers = headers();
    headers.put("Authorization", "Bearer " + token.last());
    headers.put(Credentials.SUBSCRIPTION_KEY, configuration.subscriptionKey());
    headers.put("Accept", "application/json");
    if (!mediaType.isEmpty()) {
      headers.put("Content-Type", mediaType);
    }
    Answer answer = exchange.send(new Request(method, path, query, headers, body));
    if (answer.status() >= 400) {
      throw refusal(answer);
    }
    RestResponse.ResponseBuilder<byte[]> response =
        RestResponse.ResponseBuilder.create(answer.status());
    answer.headers().forEach(response::header);
    return answer.body().isEmpty()
        ? response.build()
        : response.entity(answer.body().getBytes(StandardCharsets.UTF_8)).build();
  }

  /** An error as the REST client throws it. */
  public static WebApplicationException refusal(Answer answer) {
    Response.ResponseBuilder response = Response.status(answer.status());
    answer.headers().forEach(response::header);
    return new WebApplicationException(response.entity(answer.body()).build());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String json(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
