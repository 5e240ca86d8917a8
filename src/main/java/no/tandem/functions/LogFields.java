package no.tandem.functions;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.MDC;

/** Members that every log line written meanwhile has, where lines are JSON (as {@code mdc}). */
final class LogFields {

  private LogFields() {}

  /** Does the work with these fields; what they were before they are again after it. */
  static <T> T with(Map<String, String> fields, Supplier<T> work) {
    Map<String, Optional<Object>> before = new HashMap<>();
    fields.forEach((key, value) -> before.put(key, Optional.ofNullable(MDC.put(key, value))));
    try {
      return work.get();
    } finally {
      before.forEach(
          (key, value) -> value.ifPresentOrElse(old -> MDC.put(key, old), () -> MDC.remove(key)));
    }
  }
}
