package no.tandem.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is in the jar, and what it says when it is not configured. */
class PackagedJarIT {

  @Test
  void theJarHoldsNoSimulatorNoDatabaseAndNoSchedule() throws IOException {
    List<String> entries = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("target/quarkus-app"))) {
      files.forEach(
          file -> {
            entries.add(file.getFileName().toString());
            if (file.toString().contains("/app/") && file.toString().endsWith(".jar")) {
              entries.addAll(entriesOf(file));
            }
          });
    }
    assertThat(entries).anyMatch(entry -> entry.startsWith("no/tandem/sync/plan/Reconciler"));
    assertThat(entries)
        .noneMatch(entry -> entry.startsWith("no/tandem/local"))
        .noneMatch(entry -> entry.startsWith("templates/"))
        .noneMatch(entry -> entry.contains("microprofile.config.spi.ConfigSource"))
        .noneMatch(entry -> entry.contains("DynamoDBLocal"))
        .noneMatch(entry -> entry.contains("sqlite"));
  }

  private static List<String> entriesOf(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(entry -> entry.getName()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void withoutSettingsItEndsWithTheListOfWhatIsWrongAndNothingElse() throws Exception {
    PackagedTandem tandem =
        new PackagedTandem(
            Map.of(
                "PAIRS_DEPARTMENTS_CREATE", "both",
                "PAIRS_CUSTOMERS_CONFLICT", "mine",
                "PAIRS_CUSTOMER_REMOVAL", "unlink",
                "POWEROFFICE_TIMEOUT", "soon"),
            List.of());
    Process process = tandem.launch();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(tandem.log().lines())
        .first()
        .isEqualTo("Tandem cannot start; 11 settings need attention:");
    assertThat(tandem.log().lines().skip(1).map(line -> line.replaceFirst("(\\w) .*", "$1")))
        .containsExactlyInAnyOrder(
            "  - PAIRS_CUSTOMER_REMOVAL",
            "  - POWEROFFICE_URL",
            "  - POWEROFFICE_TOKEN_URL",
            "  - POWEROFFICE_APPLICATION_KEY",
            "  - POWEROFFICE_CLIENT_KEY",
            "  - POWEROFFICE_SUBSCRIPTION_KEY",
            "  - POWEROFFICE_TIMEOUT",
            "  - WEBCRM_URL",
            "  - WEBCRM_APPLICATION_TOKEN",
            "  - PAIRS_CUSTOMERS_CONFLICT",
            "  - PAIRS_DEPARTMENTS_CREATE");
  }
}
