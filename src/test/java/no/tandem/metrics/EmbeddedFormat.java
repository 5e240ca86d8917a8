package no.tandem.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A document in CloudWatch's embedded metric format, read by the rules of its specification: the
 * members of {@code _aws}, and for every metric and dimension that they name a value beside them.
 */
public final class EmbeddedFormat {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int MOST_METRICS = 100;
  private static final int MOST_VALUES = 100;
  private static final int LARGEST = 1024 * 1024;
  private static final Set<String> UNITS = Set.of("Count", "Milliseconds");

  private final JsonNode document;
  private final Map<String, String> units = new HashMap<>();

  private EmbeddedFormat(JsonNode document) {
    this.document = document;
  }

  /** Whether the line claims to be one. */
  public static boolean is(String line) {
    return line.startsWith("{") && line.contains("\"_aws\"");
  }

  /** Reads it; fails if CloudWatch would not take it. */
  public static EmbeddedFormat read(String line) {
    assertThat(line.length()).isLessThan(LARGEST);
    assertThat(line).doesNotContain("\n");
    EmbeddedFormat format;
    try {
      format = new EmbeddedFormat(MAPPER.readTree(line));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    format.check();
    return format;
  }

  private void check() {
    JsonNode aws = document.path("_aws");
    assertThat(aws.path("Timestamp").isIntegralNumber()).isTrue();
    assertThat(aws.path("Timestamp").asLong()).isGreaterThan(1_700_000_000_000L);
    JsonNode directives = aws.path("CloudWatchMetrics");
    assertThat(directives.isArray() && directives.size() == 1).isTrue();
    JsonNode directive = directives.path(0);
    assertThat(directive.path("Namespace").asText()).isEqualTo("Tandem");
    assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"Pair\"]]");
    assertThat(document.path("Pair").isTextual()).isTrue();
    assertThat(directive.path("Metrics").size()).isBetween(1, MOST_METRICS);
    for (JsonNode metric : directive.path("Metrics")) {
      String name = metric.path("Name").asText();
      String unit = metric.path("Unit").asText();
      assertThat(UNITS).contains(unit);
      assertThat(units.put(name, unit)).as("%s is named once", name).isNull();
      JsonNode value = document.path(name);
      assertThat(value.isNumber() || value.isArray()).as("the value of %s", name).isTrue();
      assertThat(value.size()).isLessThanOrEqualTo(MOST_VALUES);
      value.forEach(one -> assertThat(one.isNumber()).isTrue());
    }
  }

  public String pair() {
    return text("Pair");
  }

  public String text(String property) {
    return document.path(property).asText();
  }

  public Set<String> metrics() {
    return units.keySet();
  }

  public Optional<String> unit(String metric) {
    return Optional.ofNullable(units.get(metric));
  }

  /** The metric's values; none if it has none. */
  public List<Double> values(String metric) {
    if (!units.containsKey(metric)) {
      return List.of();
    }
    JsonNode value = document.path(metric);
    return value.isArray()
        ? value.valueStream().map(JsonNode::asDouble).toList()
        : List.of(value.asDouble());
  }
}
