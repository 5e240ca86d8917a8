package no.tandem.functions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * The id under which one change is found in the logs of all functions, from the hook to the write.
 * It is X-Ray's: Lambda gives one to every call, and a queue's message carries that of its sender.
 *
 * @param id the root of the X-Ray trace, such as 1-5759e988-bd862e3fe1be46a994272793; where there
 *     is no Lambda, one of our own
 */
public record Trace(String id) {
  /** Where Lambda's Java runtimes and Quarkus's native one leave the header of the present call. */
  static final String PROPERTY = "com.amazonaws.xray.traceHeader";

  private static final String FIELD = "traceId";
  private static final Pattern ROOT = Pattern.compile("Root=([0-9A-Za-z-]+)");

  /** The trace of the call that Lambda makes now. */
  public static Trace ofCall() {
    return in(System.getProperty(PROPERTY, "")).orElseGet(() -> new Trace(own()));
  }

  /** The trace of whoever sent this message of an SQS event, else that of the call. */
  static Trace ofMessage(JsonNode message) {
    return in(message.path("attributes").path("AWSTraceHeader").asText()).orElseGet(Trace::ofCall);
  }

  private static Optional<Trace> in(String header) {
    Matcher matcher = ROOT.matcher(header);
    return matcher.find() ? Optional.of(new Trace(matcher.group(1))) : Optional.empty();
  }

  private static String own() {
    String random = UUID.randomUUID().toString().replace("-", "");
    return "1-" + random.substring(0, 8) + "-" + random.substring(8);
  }

  /** Does the work; every log line that is written meanwhile has the id. */
  public <T> T over(Supplier<T> work) {
    return LogFields.with(Map.of(FIELD, id), work);
  }

  /** What this thread's work is to hand on with its messages; empty outside {@link #over}. */
  public static Optional<String> header() {
    return Optional.ofNullable(MDC.get(FIELD))
        .map(id -> "Root=" + id)
        // The call's own header also says whether X-Ray samples it.
        .map(
            root ->
                Optional.of(System.getProperty(PROPERTY, ""))
                    .filter(call -> call.contains(root))
                    .orElse(root));
  }
}
