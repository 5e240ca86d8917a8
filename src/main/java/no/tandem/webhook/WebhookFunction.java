package no.tandem.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import no.tandem.functions.PairRuns;
import no.tandem.functions.Queues;
import no.tandem.functions.Trace;
import no.tandem.settings.PairName;
import org.jspecify.annotations.Nullable;

/**
 * webCRM's hooks on Lambda: takes the call of a function URL and leaves a look at the record in its
 * pair's queue.
 *
 * <p>A queue gives a message out {@link #GIVEN_OUT_AFTER} after it was sent, so one message is
 * enough for all that is kept within much less time. That time is taken from this process's own
 * clock alone.
 */
public final class WebhookFunction {
  /** The delay of the pairs' queues. */
  static final Duration GIVEN_OUT_AFTER = Duration.ofSeconds(5);

  private static final Duration ONE_IS_ENOUGH_FOR = Duration.ofSeconds(1);

  private final Webhook webhook;
  private final Queues queues;
  private final Clock clock;

  /** When the last message was sent, by queue and tenant. */
  private final Map<String, Instant> sent = new ConcurrentHashMap<>();

  public WebhookFunction(Webhook webhook, Queues queues, Clock clock) {
    this.webhook = webhook;
    this.queues = queues;
    this.clock = clock;
  }

  /** What the function URL answers with. */
  @RegisterForReflection
  public record Response(int statusCode, Map<String, String> headers, String body) {

    static Response of(int status, String text) {
      return new Response(status, Map.of("Content-Type", "text/plain; charset=utf-8"), text);
    }
  }

  /**
   * Answers one call.
   *
   * @param event a function URL's event (payload format 2.0); its path ends in the secret, with the
   *     tenant before it where there are several
   * @return 202 when the messages are in the queues or nothing in the call was understood, 404 for
   *     a wrong secret or tenant, 405 for anything but POST, 413 for a body that no hook sends
   * @throws RuntimeException if a queue could not be reached, so that webCRM sees a failure
   */
  @Funq("webhook")
  public Response take(@Nullable JsonNode event) {
    return Trace.ofCall().over(() -> answer(event));
  }

  private Response answer(@Nullable JsonNode event) {
    if (event == null || !event.has("rawPath")) {
      return Response.of(400, "This is for calls of the function URL");
    }
    if (!event.path("requestContext").path("http").path("method").asText().equals("POST")) {
      return Response.of(405, "Send a POST");
    }
    return switch (webhook.take(event.path("rawPath").asText(), body(event))) {
      case Webhook.Result.Rejected rejected -> Response.of(404, "Not found");
      case Webhook.Result.TooLarge tooLarge -> Response.of(413, "Too large");
      case Webhook.Result.NotUnderstood unknown ->
          Response.of(202, "Left to the next sweep: no record was named");
      case Webhook.Result.Taken taken -> {
        taken.pairs().forEach(pair -> leave(taken.tenant(), pair));
        yield Response.of(202, "Taken");
      }
    };
  }

  private static String body(JsonNode event) {
    String body = event.path("body").asText("");
    if (!event.path("isBase64Encoded").asBoolean()) {
      return body;
    }
    try {
      return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // Cannot be understood as a hook.
    }
  }

  private void leave(String tenant, PairName pair) {
    String queue = pair.key() + "/" + tenant;
    Instant now = clock.instant();
    boolean isEnough =
        Optional.ofNullable(sent.get(queue))
            .filter(at -> !now.isBefore(at) && now.isBefore(at.plus(ONE_IS_ENOUGH_FOR)))
            .isPresent();
    if (!isEnough) {
      PairRuns.leaveHooks(queues, pair, tenant);
      sent.put(queue, now);
    }
  }
}
