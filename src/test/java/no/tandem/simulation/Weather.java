package no.tandem.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.sync.side.SystemName;

/** The hazards of one world, as requests and answers meet them. */
final class Weather {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** One record in this many is a bad one. */
  private static final int BAD_ONES = 3;

  private final Script script;
  private final Figures figures;

  Weather(Script script, Figures figures) {
    this.script = script;
    this.figures = figures;
  }

  boolean has(Hazard hazard) {
    return script.hazards().contains(hazard);
  }

  void came(Hazard hazard) {
    figures.count("hazard " + hazard);
  }

  /** Whether it comes about now. */
  boolean strikes(Hazard hazard, Random random, double chance) {
    if (!has(hazard) || random.nextDouble() >= chance) {
      return false;
    }
    came(hazard);
    return true;
  }

  // --- records that a system does not take ---

  /** Whether writes to this record never succeed. */
  boolean isBad(String record) {
    return List.of(
            Hazard.REFUSED_FOR_EVER,
            Hazard.FORBIDDEN_FOR_EVER,
            Hazard.FAILING_FOR_EVER,
            Hazard.NEVER_STORED)
        .stream()
        .anyMatch(hazard -> has(hazard) && isBad(hazard, record));
  }

  private boolean isBad(Hazard hazard, String record) {
    return new Random((script.seed() * 31 + hazard.name().hashCode()) * 31 + record.hashCode())
            .nextInt(BAD_ONES)
        == 0;
  }

  /** The answer to a write that is not to succeed, or that is to do nothing. */
  Optional<Answer> instead(SystemName system, Optional<Systems.Key> record) {
    if (record.isEmpty()) {
      return Optional.empty();
    }
    String name = record.get().toString();
    return Stream.of(Hazard.REFUSED_FOR_EVER, Hazard.FORBIDDEN_FOR_EVER, Hazard.FAILING_FOR_EVER)
        .filter(hazard -> has(hazard) && isBad(hazard, name))
        .findFirst()
        .map(
            hazard -> {
              came(hazard);
              int status =
                  hazard == Hazard.REFUSED_FOR_EVER
                      ? 400
                      : hazard == Hazard.FORBIDDEN_FOR_EVER ? 403 : 500;
              return Network.error(system, status, "cannot be changed");
            });
  }

  /** Whether the write is answered with success and does nothing. */
  boolean isIgnored(Systems.Key record, Random random, boolean calm) {
    if (has(Hazard.NEVER_STORED) && isBad(Hazard.NEVER_STORED, record.toString())) {
      came(Hazard.NEVER_STORED);
      return true;
    }
    return !calm && strikes(Hazard.NOT_STORED, random, 0.4);
  }

  /** The write as the system takes it: maybe without what it says of one property. */
  Request taken(SystemName system, Request request, Random random, boolean calm) {
    if (calm || !has(Hazard.PARTLY_STORED)) {
      return request;
    }
    try {
      JsonNode body = MAPPER.readTree(request.body());
      if (body instanceof ArrayNode operations && operations.size() > 1) {
        if (strikes(Hazard.PARTLY_STORED, random, 0.8)) {
          leaveOut(operations, random.nextInt(operations.size()), request);
        }
      } else if (body instanceof ObjectNode record) {
        List<String> names = new ArrayList<>();
        record.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> name.equals("OrganisationId") || name.equals("PersonId"));
        if (names.size() > 1 && strikes(Hazard.PARTLY_STORED, random, 0.8)) {
          record.remove(names.get(random.nextInt(names.size())));
        }
      }
      return new Request(
          request.method(), request.path(), request.rawQuery(), request.headers(), body.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A customer's name is in several columns, which are stored together or not at all. */
  private static void leaveOut(ArrayNode operations, int which, Request request) {
    boolean name =
        request.path().contains("/Customers/")
            && operations.get(which).path("path").asText().endsWith("Name");
    if (!name) {
      operations.remove(which);
      return;
    }
    for (int i = operations.size() - 1; i >= 0; i--) {
      if (operations.get(i).path("path").asText().endsWith("Name")) {
        operations.remove(i);
      }
    }
  }

  // --- limits ---

  Optional<Answer> asksToWait(Random random, boolean calm, Instant now) {
    if (calm || !strikes(Hazard.LONG_WAITS, random, 0.04)) {
      return Optional.empty();
    }
    Duration wait = Duration.ofSeconds(1 + random.nextInt(60));
    String header =
        random.nextBoolean()
            ? Long.toString(wait.toSeconds())
            : DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plus(wait).atOffset(ZoneOffset.UTC));
    return Optional.of(new Answer(429, Map.of("Retry-After", header), ""));
  }

  // --- what is read ---

  /** The answer as it is shown. */
  Answer shown(SystemName system, Request request, Answer answer, Random random) {
    if (!request.method().equals("GET") || answer.status() != 200) {
      return answer;
    }
    if (system == SystemName.WEBCRM && has(Hazard.STAMPS_WITHOUT_OFFSET)) {
      String body =
          answer
              .body()
              .replaceAll(
                  "(dAt\"\\s*:\\s*\"[0-9T:.-]{19})(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)\"", "$1\"");
      if (!body.equals(answer.body())) {
        came(Hazard.STAMPS_WITHOUT_OFFSET);
        return new Answer(answer.status(), answer.headers(), body);
      }
    }
    if (system == SystemName.POWEROFFICE
        && answer.body().startsWith("[")
        // Where what is null is left out, what is left out is null to whoever reads it.
        && !has(Hazard.NULLS_LEFT_OUT)
        && strikes(Hazard.MEMBER_LEFT_OUT, random, 0.2)) {
      return withoutOneMember(answer, random);
    }
    return answer;
  }

  private static Answer withoutOneMember(Answer answer, Random random) {
    try {
      JsonNode rows = MAPPER.readTree(answer.body());
      if (!rows.isEmpty() && rows.get(random.nextInt(rows.size())) instanceof ObjectNode row) {
        List<String> all = List.of("PhoneNumber", "EmailAddress", "Name", "FirstName", "LastName");
        List<String> there = all.stream().filter(row::has).toList();
        if (!there.isEmpty()) {
          row.remove(there.get(random.nextInt(there.size())));
        }
      }
      return new Answer(answer.status(), answer.headers(), rows.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The record that a request is to change; empty for any other request. */
  static Optional<Systems.Key> changed(SystemName system, Request request) {
    List<String> segments = request.segments();
    boolean update =
        request.method().equals("PUT")
            || (request.method().equals("PATCH") && segments.getLast().matches("\\d+"));
    if (!update) {
      return Optional.empty();
    }
    String kind = Network.kind(segments.get(system == SystemName.POWEROFFICE ? 1 : 0));
    return Optional.of(new Systems.Key(system, kind, Long.parseLong(segments.getLast())));
  }

  /** What a request changes, column to text; what it clears has an empty one. */
  static Map<String, String> sent(SystemName system, Request request) {
    Map<String, String> sent = new TreeMap<>();
    try {
      JsonNode body = MAPPER.readTree(request.body());
      if (system == SystemName.POWEROFFICE) {
        for (JsonNode operation : body) {
          String column = operation.path("path").asText().substring(1);
          sent.put(column, operation.path("value").asText(""));
        }
      } else {
        body.properties()
            .forEach(column -> sent.put(column.getKey(), column.getValue().asText("")));
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
    return sent;
  }

  /** The same request as one that reads the record. */
  static Request reading(Request request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    headers.remove("Content-Type");
    return new Request("GET", request.path(), "", headers, "");
  }

  Set<Hazard> all() {
    return script.hazards();
  }
}
