package no.tandem.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.tandem.functions.TenantSettings;
import no.tandem.settings.PairName;
import no.tandem.settings.Settings.CallSettings;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a request has to be before a function sees it. Any web page can make a browser on this
 * machine send requests to it: as another site (which Quarkus's CORS filter refuses before this),
 * as a form, or by a name of its own that leads here. None of them is JSON under one of our names.
 */
@Singleton
final class Gate {
  private static final Logger LOG = Logger.getLogger(Gate.class);

  /** After Quarkus has read the body and looked at the origin. */
  private static final int ORDER = -100;

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final Set<String> FUNCTIONS =
      Stream.concat(
              Stream.of(PairName.values()).map(PairName::key),
              Stream.of("operator", "schedule", "webhook"))
          .collect(Collectors.toSet());

  private final String host;
  private final CallSettings calls;
  private final Set<String> names;

  Gate(@ConfigProperty(name = "quarkus.http.host") String host, TenantSettings settings) {
    this.host = host.toLowerCase(Locale.ROOT);
    this.calls = settings.deployment().calls();
    this.names = new HashSet<>(THIS_MACHINE);
    names.add(this.host);
    calls.hosts().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Whoever can reach this machine could operate Tandem. */
  void start(@Observes StartupEvent event) {
    if (!THIS_MACHINE.contains(host) && calls.token().isEmpty()) {
      throw new ConfigurationException(
          "Tandem cannot start; it would listen beyond this machine (QUARKUS_HTTP_HOST is '"
              + host
              + "') and take calls from anybody: set CALLS_TOKEN, which calls then have to bring");
    }
  }

  void register(@Observes Router router) {
    router.route().order(ORDER).handler(this::pass);
  }

  private void pass(RoutingContext context) {
    HttpServerRequest request = context.request();
    String function = function(request);
    if (!isOurName(request.authority())) {
      HttpErrors.refuse(
          context,
          403,
          "Call it as localhost; other names have to be in CALLS_HOSTS (QUARKUS_HTTP_HOST is one)");
    } else if (function.isEmpty()) {
      context.next();
      return;
    } else if (!request.method().equals(HttpMethod.POST)) {
      context.response().putHeader("Allow", "POST");
      HttpErrors.refuse(context, 405, "Send a POST with JSON");
    } else if (!hasToken(request)) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      HttpErrors.refuse(
          context, 401, "Send the token of CALLS_TOKEN in the header Authorization: Bearer ...");
    } else if (!isJson(request)) {
      HttpErrors.refuse(context, 415, "Send the header Content-Type: application/json");
    } else if (!isReadable(context)) {
      HttpErrors.refuse(
          context,
          400,
          "The body is not valid JSON; send an object with quoted names, such as"
              + (function.equals("operator")
                  ? " {\"action\":\"explain\",\"pair\":\"customers\",\"system\":\"webcrm\",\"id\":\"57\"}"
                  : " {\"sweep\":\"changes\"}"));
    } else {
      context.next();
      return;
    }
    LOG.warnf(
        "A call of %s was refused with %d",
        function.isEmpty() ? "no function" : function, context.response().getStatusCode());
  }

  /** The function that is called; "" if it is none. */
  private static String function(HttpServerRequest request) {
    String path = Optional.ofNullable(request.path()).orElse("").replaceFirst("^/", "");
    return FUNCTIONS.contains(path) ? path : "";
  }

  private boolean isOurName(@Nullable HostAndPort authority) {
    return authority != null && names.contains(authority.host().toLowerCase(Locale.ROOT));
  }

  private boolean hasToken(HttpServerRequest request) {
    String given = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
    String token = "Bearer " + calls.token();
    return calls.token().isEmpty()
        || MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isJson(HttpServerRequest request) {
    String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
    return type.toLowerCase(Locale.ROOT).matches("application/json\\s*(;.*)?");
  }

  /** An empty body is readable: the function says what it wants in it. */
  private static boolean isReadable(RoutingContext context) {
    Buffer body = context.body().buffer();
    try {
      return body == null || body.length() == 0 || MAPPER.readTree(body.getBytes()) != null;
    } catch (IOException e) {
      return false;
    }
  }
}
