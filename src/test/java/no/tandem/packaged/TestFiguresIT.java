package no.tandem.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import no.tandem.Slow;
import no.tandem.benchmark.Page;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * Sums up what the tests before this one took, and what the simulation met. With {@code
 * -Dtandem.renew-docs=true} the summary replaces the last part of docs/testing.md; after a {@code
 * clean}, or reports of earlier runs count too.
 */
class TestFiguresIT {
  private static final Path PAGE = Path.of("docs/testing.md");
  private static final String HEADING = "## What the last whole run showed\n";
  private static final Path FAST_AND_SLOW = Path.of("target/surefire-reports");
  private static final Path PACKAGED = Path.of("target/failsafe-reports");

  /** A test class as its report has it. */
  private record Ran(String name, Kind kind, int tests, double seconds) {}

  private enum Kind {
    FAST,
    SLOW,
    PACKAGED
  }

  @Test
  void theFiguresOfThisRun() throws Exception {
    List<Ran> all = new ArrayList<>(read(FAST_AND_SLOW));
    all.addAll(read(PACKAGED));
    String text = HEADING + "\n" + Page.machine() + "\n\n" + times(all) + simulation();
    System.out.println(text);
    if (Boolean.getBoolean("tandem.renew-docs")) {
      String page = Files.readString(PAGE);
      assertThat(page).contains(HEADING);
      Files.writeString(PAGE, page.substring(0, page.indexOf(HEADING)) + text);
    }
  }

  private static List<Ran> read(Path folder) throws Exception {
    List<Ran> all = new ArrayList<>();
    if (!Files.exists(folder)) {
      return all;
    }
    List<Path> reports;
    try (Stream<Path> files = Files.list(folder)) {
      reports = files.filter(file -> file.getFileName().toString().startsWith("TEST-")).toList();
    }
    for (Path report : reports) {
      Element suite =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getDocumentElement();
      String name = suite.getAttribute("name");
      Kind kind = folder.equals(PACKAGED) ? Kind.PACKAGED : isSlow(name) ? Kind.SLOW : Kind.FAST;
      all.add(
          new Ran(
              name.substring(name.lastIndexOf('.') + 1),
              kind,
              Integer.parseInt(suite.getAttribute("tests")),
              Double.parseDouble(suite.getAttribute("time").replace(",", ""))));
    }
    return all;
  }

  private static boolean isSlow(String name) throws ClassNotFoundException {
    return Class.forName(name, false, TestFiguresIT.class.getClassLoader())
        .isAnnotationPresent(Slow.class);
  }

  private static String times(List<Ran> all) {
    StringBuilder text =
        new StringBuilder("| kind | classes | tests | seconds |\n|---|--:|--:|--:|\n");
    for (Kind kind : Kind.values()) {
      List<Ran> its = all.stream().filter(one -> one.kind() == kind).toList();
      text.append(
          Page.row(
              List.of(
                  kind.name().toLowerCase(Locale.ROOT),
                  Integer.toString(its.size()),
                  "%,d".formatted(its.stream().mapToInt(Ran::tests).sum()),
                  "%,.0f".formatted(its.stream().mapToDouble(Ran::seconds).sum()))));
    }
    text.append("\nThe ten slowest classes:\n\n| class | kind | seconds |\n|---|---|--:|\n");
    text.append(
        all.stream()
            .sorted(Comparator.comparingDouble(Ran::seconds).reversed())
            .limit(10)
            .map(
                one ->
                    Page.row(
                        List.of(
                            one.name(),
                            one.kind().name().toLowerCase(Locale.ROOT),
                            "%,.0f".formatted(one.seconds()))))
            .collect(Collectors.joining()));
    return text.toString();
  }

  /** What the simulation printed, if it was run. */
  private static String simulation() throws IOException {
    Path output = FAST_AND_SLOW.resolve("no.tandem.simulation.SimulationTest-output.txt");
    if (!Files.exists(output)) {
      return "";
    }
    List<String> lines =
        Files.readAllLines(output).stream()
            .dropWhile(line -> !line.equals("Simulation:"))
            .takeWhile(line -> line.startsWith("  ") || line.equals("Simulation:"))
            .toList();
    return "\nThe simulation, whole:\n\n```\n" + String.join("\n", lines) + "\n```\n";
  }
}
