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
  void withoutSettingsItEndsAndNamesAllOfThemInOneMessage() throws Exception {
    PackagedTandem tandem =
        new PackagedTandem(
            Map.of(
                "PAIRS_DEPARTMENTS_CREATE", "both",
                "PAIRS_CUSTOMERS_CONFLICT", "mine",
                "POWEROFFICE_TIMEOUT", "soon"),
            List.of());
    Process process = tandem.launch();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(tandem.log())
        .contains("Tandem cannot start; 10 settings need attention:")
        .contains("POWEROFFICE_URL (poweroffice.url) is missing")
        .contains("POWEROFFICE_TOKEN_URL (poweroffice.token-url) is missing")
        .contains("POWEROFFICE_APPLICATION_KEY")
        .contains("POWEROFFICE_CLIENT_KEY")
        .contains("POWEROFFICE_SUBSCRIPTION_KEY")
        .contains("WEBCRM_URL")
        .contains("WEBCRM_APPLICATION_TOKEN")
        .contains("departments are never created in PowerOffice")
        .contains("PAIRS_CUSTOMERS_CONFLICT")
        .contains("POWEROFFICE_TIMEOUT");
  }
}
