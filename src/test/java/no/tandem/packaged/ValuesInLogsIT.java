package no.tandem.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.sample.Words;
import no.tandem.local.webcrm.WebCrmSimulator;
import org.junit.jupiter.api.Test;

/**
 * Searches what all tests before this one have written for names, phone numbers, e-mail addresses
 * and keys of the records they used.
 */
class ValuesInLogsIT {
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("target/surefire-reports"),
          Path.of("target/failsafe-reports"),
          Path.of("target/packaged-logs"));

  /** Norwegian numbers with or without blanks, and anything that looks like an address. */
  private static final Pattern SHAPES =
      Pattern.compile(
          "\\+47[ -]?\\d[\\d -]{6,}|(?<![\\d.:-])\\d{2} \\d{2} \\d{2} \\d{2}(?![\\d:])"
              + "|secret-[0-9a-f]{3,}|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+\\.example");

  @Test
  void noNamePhoneMailOrKeyIsInTheLogs() throws IOException {
    Set<String> words = new TreeSet<>(Words.all());
    words.addAll(KilledProcessIT.words());
    words.addAll(
        List.of(
            "Havneterminalen", "Ingrid", "Sigurd", "Synnøve", "Øyvind", "local-webhook-secret"));
    PowerOfficeSimulator.Keys keys = PowerOfficeSimulator.KEYS;
    words.addAll(List.of(keys.applicationKey(), keys.clientKey(), keys.subscriptionKey()));
    words.add(WebCrmSimulator.APPLICATION_TOKEN);
    Pattern wanted =
        Pattern.compile(
            String.join("|", words.stream().map(Pattern::quote).toList()) + "|" + SHAPES.pattern());

    List<String> found = new ArrayList<>();
    int lines = 0;
    boolean outcomes = false;
    for (Path log : logs()) {
      for (String line : Files.readAllLines(log)) {
        lines++;
        outcomes |= line.contains("create customers: poweroffice=");
        Matcher matcher = wanted.matcher(line);
        if (matcher.find()) {
          found.add(log.getFileName() + ": " + matcher.group());
        }
      }
    }
    System.out.printf("%d lines of logs searched for %d words.%n", lines, words.size());
    assertThat(outcomes).as("the logs say what was done to records").isTrue();
    assertThat(found).isEmpty();
  }

  private static List<Path> logs() throws IOException {
    List<Path> logs = new ArrayList<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().matches(".*(-output\\.txt|\\.log)"))
            .forEach(logs::add);
      }
    }
    return logs;
  }
}
