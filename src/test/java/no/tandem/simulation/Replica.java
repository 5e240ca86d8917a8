package no.tandem.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import no.tandem.TestClock;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.poweroffice.PowerOfficeSimulator;

/** PowerOffice as its readers see it: in some worlds some seconds behind. */
final class Replica {
  static final Duration DELAY = Duration.ofSeconds(4);

  /** What was shown until a moment. */
  private record Before(Instant until, Systems systems) {}

  private final Systems systems;
  private final TestClock time;
  private final Weather weather;
  private final Deque<Before> before = new ArrayDeque<>();

  Replica(Systems systems, TestClock time, Weather weather) {
    this.systems = systems;
    this.time = time;
    this.weather = weather;
  }

  /** To be called before anything changes in PowerOffice. */
  void changing() {
    if (weather.has(Hazard.REPLICA_LAGS)) {
      before.addLast(new Before(time.instant().plus(DELAY), systems.copy(time.clock())));
    }
  }

  Answer answer(Request request) {
    while (!before.isEmpty() && !before.getFirst().until().isAfter(time.instant())) {
      before.removeFirst().systems().close();
    }
    if (before.isEmpty()) {
      return systems.powerOffice().answer(request);
    }
    weather.came(Hazard.REPLICA_LAGS);
    PowerOfficeSimulator shown = before.getFirst().systems().powerOffice();
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put("Authorization", "Bearer " + token(shown));
    return shown.answer(
        new Request(request.method(), request.path(), request.rawQuery(), headers, request.body()));
  }

  /** A token of a copy, which knows none of the original's. */
  static String token(PowerOfficeSimulator copy) {
    PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (keys.applicationKey() + ":" + keys.clientKey()).getBytes(StandardCharsets.UTF_8));
    Answer logIn =
        copy.answer(
            new Request(
                "POST",
                "/OAuth/Token",
                "",
                Map.of(
                    "Authorization",
                    "Basic " + basic,
                    "Ocp-Apim-Subscription-Key",
                    keys.subscriptionKey(),
                    "Content-Type",
                    "application/x-www-form-urlencoded"),
                "grant_type=client_credentials"));
    return logIn.body().replaceFirst("(?s).*\"access_token\"\\s*:\\s*\"([^\"]*)\".*", "$1");
  }
}
