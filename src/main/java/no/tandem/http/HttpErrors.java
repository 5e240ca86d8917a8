package no.tandem.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import no.tandem.functions.BadRequestException;

/** Answers what a caller did wrong with 400 and a sentence that says what to do. */
@Singleton
final class HttpErrors {

  void register(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(HttpErrors::answer);
  }

  private static void answer(RoutingContext context) {
    // Funqy wraps what a function throws.
    Throwable failure = context.failure();
    if (failure != null && failure.getCause() instanceof BadRequestException badRequest) {
      answer(context, String.valueOf(badRequest.getMessage()));
    } else if (context.statusCode() == 400) {
      // The JSON could not be parsed, so the function was not reached.
      answer(
          context,
          "The body is not valid JSON; send for example {\"sweep\":\"changes\"} or"
              + " {\"changed\":{\"system\":\"webcrm\",\"id\":\"4711\"}}");
    } else {
      context.next();
    }
  }

  private static void answer(RoutingContext context, String error) {
    context
        .response()
        .setStatusCode(400)
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("error", error).encode());
  }
}
