package no.tandem.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The page of measurements, which the build puts together from what each benchmark wrote. */
public final class Page {
  private static final Path SECTIONS = Path.of("target/benchmark");

  private Page() {}

  /**
   * Writes a section, and prints it.
   *
   * @param name its place among the others: they are sorted by name
   */
  public static void write(String name, String markdown) throws IOException {
    Files.createDirectories(SECTIONS);
    Files.writeString(SECTIONS.resolve(name + ".md"), markdown.strip() + "\n\n");
    System.out.println(markdown);
  }

  /** The machine, and how busy it is, in one sentence. */
  public static String machine() throws IOException {
    return "%s, %d processors, %d GB of memory, Linux %s, Java %s, on %s; load average at the beginning %s."
        .formatted(
            value(Path.of("/proc/cpuinfo"), "model name"),
            Runtime.getRuntime().availableProcessors(),
            Math.round(
                Long.parseLong(value(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""))
                    / 1e6),
            System.getProperty("os.version"),
            Runtime.version(),
            LocalDate.now(ZoneOffset.UTC),
            Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
  }

  private static String value(Path file, String key) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("?");
    }
  }

  /** A row of a table. */
  public static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
