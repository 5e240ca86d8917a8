package no.tandem.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.tandem.local.poweroffice.PowerOfficeSwitches;
import no.tandem.local.webcrm.WebCrmSwitches;
import org.junit.jupiter.api.Test;

/** Each switch of the simulators is there for a test of Tandem, which docs/testing.md names. */
class SwitchesTest {
  private static final Pattern ROW =
      Pattern.compile("\\| (PowerOffice|webCRM) \\| `(\\w+)` \\| [^|]+ \\| `(\\w+)` \\|");

  /** The class that plays it, by simulator and switch. */
  private static Map<String, String> documented() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("docs/testing.md"))) {
      for (MatchResult row : ROW.matcher(line).results().toList()) {
        rows.put(row.group(1) + " " + row.group(2), row.group(3));
      }
    }
    return rows;
  }

  private static Stream<String> switches(String simulator, Class<?> switches) {
    return Arrays.stream(switches.getMethods())
        .filter(method -> method.getReturnType() == switches)
        .map(method -> simulator + " " + method.getName());
  }

  @Test
  void allAreInTheTable() throws IOException {
    assertThat(documented().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    switches("PowerOffice", PowerOfficeSwitches.class),
                    switches("webCRM", WebCrmSwitches.class))
                .toList());
  }

  @Test
  void eachIsSetByTheTestThatTheTableNames() throws IOException {
    List<Path> tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java/no/tandem"))) {
      tests = files.filter(file -> !file.toString().contains("/local/")).toList();
    }
    for (Map.Entry<String, String> row : documented().entrySet()) {
      String set = "." + row.getKey().replaceFirst(".* ", "") + "(";
      assertThat(tests)
          .as("%s in %s", row.getKey(), row.getValue())
          .anyMatch(test -> test.endsWith(row.getValue() + ".java") && read(test).contains(set));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
