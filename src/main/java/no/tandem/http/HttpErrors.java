package no.tandem.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.UnavailableException;
import no.tandem.functions.UnreadException;
import no.tandem.settings.InvalidSettingsException;
import no.tandem.sync.side.RemoteException;

/** Answers what went wrong with a status and a sentence that says what to do. */
@Singleton
final class HttpErrors {
  private final ObjectMapper mapper;

  HttpErrors(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
  }

  private void answer(RoutingContext context) {
    // Funqy wraps what a function throws.
    Throwable failure = context.failure() == null ? null : context.failure().getCause();
    switch (failure) {
      case BadRequestException e -> refuse(context, 400, text(e));
      case UnreadException e -> answer(context, 502, report(e));
      case RemoteException e -> refuse(context, 502, e.system() + ": " + e.text());
      case UnavailableException e -> refuse(context, 503, text(e));
      case InvalidSettingsException e -> refuse(context, 503, text(e));
      case null, default -> {
        switch (context.statusCode()) {
          case 400 -> refuse(context, 400, "The request could not be read");
          case 413 -> refuse(context, 413, "The body is too large");
          default -> context.next();
        }
      }
    }
  }

  private static String text(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  private String report(UnreadException e) {
    try {
      return mapper.writeValueAsString(e.report());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static void refuse(RoutingContext context, int status, String error) {
    answer(context, status, new JsonObject().put("error", error).encode());
  }

  private static void answer(RoutingContext context, int status, String json) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(json);
  }
}
