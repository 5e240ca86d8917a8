package no.tandem.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.settings.PairName;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Field;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.plan.Reconciler;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.Texts;
import no.tandem.sync.side.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every property of every pair, whatever its value. */
class MappingLawsTest {
  private static final int RANDOM_VALUES = 300;
  private static final long SEED = 20261123;
  private static final int SHORTEST_FIELD = 49;

  /** Not what the mappings say, but what the simulator has. */
  private static final Lengths LENGTHS = new Lengths(WebCrmSimulator.textLengths());

  private static final List<Columns> TARGETS =
      List.of(
          Columns.NONE,
          Columns.of(Map.of("IsPerson", "false", "Name", "Fjordheim AS")),
          Columns.of(Map.of("IsPerson", "true", "FirstName", "Kari", "LastName", "Nordmann")));

  static Stream<Arguments> properties() {
    PairRuns none = new PairRuns(null, Queues.NONE, Metrics.NONE);
    return Stream.of(
            new CustomersFunction(none).pair(),
            new DepartmentsFunction(none).pair(),
            new ContactPersonsFunction(none).pair(),
            new SupplierPersonsFunction(none).pair())
        .flatMap(
            pair ->
                pair.properties().stream().map(property -> Arguments.of(pair.name(), property)));
  }

  /** Values as they come: plain, odd, too long, and drawn from a seed. */
  private static List<Optional<String>> values() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "",
                "-",
                " ",
                "a",
                " a ",
                "a  b",
                "Kari Nordmann",
                "Anne Marie Berg Dahl",
                "O'Brien",
                "\"quoted\"",
                "Æ",
                "e\u0301",
                "🐟",
                "1980-02-29",
                "2001-02-03",
                "0001-01-01",
                "2001-02-30",
                "1980-02-29T00:00:00+01:00",
                "0001-01-01T00:00:00+00:00",
                "+47 12 34",
                "a\tb",
                "a\u00a0b",
                "null"));
    for (int length : List.of(49, 50, 51, 60, 61, 199, 200, 201, 500)) {
      texts.add("x".repeat(length));
      texts.add("x".repeat(length - 1) + "🐟y");
      texts.add("x".repeat(length - 2) + " y");
    }
    Texts.ALL.forEach(spelling -> texts.add(spelling.text()));
    Random random = new Random(SEED);
    for (int i = 0; i < RANDOM_VALUES; i++) {
      texts.add(Texts.any(random));
    }
    String alphabet = "aB  -.'æøÅ0189@+\u0301";
    for (int i = 0; i < RANDOM_VALUES; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(random.nextInt(4) == 0 ? 260 : 30);
      for (int at = 0; at < length; at++) {
        text.append(
            random.nextInt(20) == 0 ? "🐟" : alphabet.charAt(random.nextInt(alphabet.length())));
      }
      texts.add(text.toString());
    }
    return texts.stream().map(MappingLawsTest::canonical).distinct().toList();
  }

  private static Optional<String> canonical(String text) {
    return Optional.of(Text.canonical(text)).filter(t -> !t.isEmpty());
  }

  /** What the column of the field holds once the value is written to it. */
  private static Columns written(Field field, Optional<String> value, Columns target) {
    Columns record = target;
    for (Map.Entry<String, String> column : field.write(value, target, LENGTHS).entrySet()) {
      record = record.with(column.getKey(), column.getValue());
    }
    return record;
  }

  private static Optional<String> fit(Field field, Optional<String> value, Columns target) {
    return field.fit(value, target, LENGTHS);
  }

  /** The value without what a system may do to it: names put together have single blanks. */
  private static String plain(String value) {
    return Stream.of(Text.words(value).split(" ", -1))
        .map(Text::canonical)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String dayOf(String stamp) {
    return stamp.isEmpty() ? "" : stamp.substring(0, "2001-02-03".length());
  }

  /** What the vendors use for "none" and no user can store as a value. */
  private static boolean meansNone(String value) {
    return value.equals("-") || value.startsWith("0001-01-01");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("properties")
  void bothSystemsHaveTheFields(PairName pair, Property property) {
    WebCrmSimulator.Kind there =
        switch (pair) {
          case CUSTOMERS, DEPARTMENTS -> WebCrmSimulator.Kind.ORGANISATIONS;
          case CONTACT_PERSONS, SUPPLIER_PERSONS -> WebCrmSimulator.Kind.PERSONS;
        };
    PowerOfficeSimulator.Kind here =
        switch (pair) {
          case CUSTOMERS -> PowerOfficeSimulator.Kind.CUSTOMERS;
          case DEPARTMENTS -> PowerOfficeSimulator.Kind.DEPARTMENTS;
          case CONTACT_PERSONS -> PowerOfficeSimulator.Kind.CONTACT_PERSONS;
          case SUPPLIER_PERSONS -> PowerOfficeSimulator.Kind.SUPPLIERS;
        };
    assertThat(PowerOfficeSimulator.fields(here)).containsAll(property.left().columns());
    assertThat(WebCrmSimulator.fields(there)).containsAll(property.right().columns());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("properties")
  void aLengthInTheMappingIsTheOneThatWebCrmPublished(PairName pair, Property property) {
    assertThat(LENGTHS.limits())
        .as("%s %s", pair.key(), property.name())
        .containsAllEntriesOf(property.right().usualLengths());
  }

  @Test
  void theReadmeNamesEveryFieldOfEveryPairAndNoOther() throws IOException {
    Pattern row = Pattern.compile("\\| `(\\S+)` \\|.*\\|.*\\| (.*) \\|");
    Pattern fields = Pattern.compile("`(\\w+)` ↔ `(\\w+)`");
    List<String> written = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      Matcher pair = row.matcher(line);
      if (pair.matches()) {
        fields
            .matcher(pair.group(2))
            .results()
            .forEach(it -> written.add(pair.group(1) + " " + it.group(1) + " " + it.group(2)));
      }
    }
    List<String> mapped =
        properties()
            .map(Arguments::get)
            .map(
                of -> {
                  Property property = (Property) of[1];
                  return "%s %s %s"
                      .formatted(
                          ((PairName) of[0]).key(),
                          property.left().columns().getFirst(),
                          property.right().columns().getFirst());
                })
            .toList();
    assertThat(written).isEqualTo(mapped);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("properties")
  void whatIsWrittenIsReadAgainOrAsMuchOfItAsTheSystemHolds(PairName pair, Property property) {
    boolean isDate = property.name().equals("birthday");
    for (SystemName system : SystemName.values()) {
      Field field = property.on(system);
      forAll(
          pair,
          property,
          system,
          (value, target) -> {
            Optional<String> read = field.read(written(field, value, target));
            assertThat(read).isEqualTo(fit(field, value, target));
            String before = plain(value.orElse(""));
            String after = plain(read.orElse(""));
            if (before.length() <= SHORTEST_FIELD && !meansNone(before)) {
              assertThat(after).isEqualTo(isDate ? dayOf(before) : before);
            } else if (!meansNone(before)) {
              assertThat(after).isNotEmpty();
              assertThat(before).startsWith(after);
            }
          });
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("properties")
  void writingTwiceIsWritingOnceAndAFittedFormStays(PairName pair, Property property) {
    for (SystemName system : SystemName.values()) {
      Field field = property.on(system);
      forAll(
          pair,
          property,
          system,
          (value, target) -> {
            Columns once = written(field, value, target);
            assertThat(field.read(written(field, value, once))).isEqualTo(field.read(once));
            Optional<String> fitted = fit(field, value, target);
            assertThat(fit(field, fitted, target)).isEqualTo(fitted);
          });
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("properties")
  void whatWasReadCanBeWrittenBackWithoutAChange(PairName pair, Property property) {
    for (SystemName system : SystemName.values()) {
      Field field = property.on(system);
      forAll(
          pair,
          property,
          system,
          (value, target) -> {
            Columns record = written(field, value, target);
            Optional<String> read = field.read(record);
            if (field.whyNot(read, record).isEmpty()) {
              assertThat(field.read(written(field, read, record))).isEqualTo(read);
            }
          });
    }
  }

  /**
   * After a first sync nothing is written, in neither direction, also when another value was cut.
   */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("properties")
  void aSideThatNoUserTouchedIsNeverRewritten(PairName pair, Property property) {
    Reconciler reconciler =
        new Reconciler(
            new Rules(
                List.of(property),
                ConflictPolicy.POWEROFFICE,
                false,
                Set.of(SystemName.WEBCRM),
                Map.of(),
                Optional.empty(),
                new BySystem<>(Lengths.UNKNOWN, LENGTHS)));
    for (SystemName from : SystemName.values()) {
      Field source = property.on(from);
      Field other = property.on(from.other());
      forAll(
          pair,
          property,
          from,
          (value, target) -> {
            Columns sourceRecord = written(source, value, target);
            Optional<String> sourceNow = source.read(sourceRecord);
            if (other.whyNot(sourceNow, target).isPresent()) {
              return;
            }
            Columns otherRecord = written(other, sourceNow, target);
            Snapshot here = snapshot("1", property, sourceNow, sourceRecord);
            Snapshot there = snapshot("2", property, other.read(otherRecord), otherRecord);
            boolean fromLeft = from == SystemName.POWEROFFICE;
            Snapshot left = fromLeft ? here : there;
            Snapshot right = fromLeft ? there : here;
            Plan plan =
                reconciler.decide(
                    Optional.of(link(left, right)),
                    new Presence.Present(left),
                    new Presence.Present(right),
                    Optional.empty(),
                    OwnWriteFacts.NONE);
            assertThat(plan)
                .isInstanceOfSatisfying(
                    Plan.Merge.class,
                    merge -> {
                      assertThat(merge.toLeft()).isEmpty();
                      assertThat(merge.toRight()).isEmpty();
                      assertThat(merge.holds()).isEmpty();
                    });
          });
    }
  }

  private interface Law {
    void check(Optional<String> value, Columns target);
  }

  private static void forAll(PairName pair, Property property, SystemName system, Law law) {
    int checked = 0;
    for (Columns target : TARGETS) {
      for (Optional<String> value : values()) {
        if (property.on(system).whyNot(value, target).isEmpty()) {
          try {
            law.check(value, target);
          } catch (AssertionError e) {
            throw new AssertionError(
                "%s %s in %s, value <%s>, into %s, seed %d"
                    .formatted(pair.key(), property.name(), system, value.orElse(""), target, SEED),
                e);
          }
          checked++;
        }
      }
    }
    assertThat(checked).as("values that %s takes", system).isPositive();
  }

  private static Snapshot snapshot(
      String id, Property property, Optional<String> value, Columns columns) {
    return new Snapshot(
        new RecordId(id),
        View.EMPTY.with(property.name(), value),
        columns,
        Optional.empty(),
        Optional.empty(),
        Optional.of(Instant.EPOCH),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Link link(Snapshot left, Snapshot right) {
    return new Link(
        LinkKey.of(left.id()),
        LinkState.Linked.to(right.id()),
        new Base(left.view(), Optional.empty(), Optional.empty(), Set.of()),
        new Base(right.view(), Optional.empty(), Optional.empty(), Set.of()),
        Optional.empty(),
        Map.of(),
        1);
  }
}
