package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.Matcher.Match;
import no.tandem.sync.Matcher.Unlinked;
import org.junit.jupiter.api.Test;

/** Which webCRM record a PowerOffice record is taken to be. */
class MatcherTest {
  private static final String REFERENCE = "OrganisationExtraCustom1";

  private final List<Unlinked> lefts = new ArrayList<>();
  private final List<Snapshot> rights = new ArrayList<>();

  @Test
  void oneOfTheSameNameIsTheOne() {
    left("1", "Fjord AS");
    right("10", "fjord   as");
    right("11", "Fjord");
    assertThat(match()).containsEntry("1", "10");
  }

  @Test
  void nothingOfTheNameIsNone() {
    left("1", "Fjord AS");
    right("10", "Fjell AS");
    assertThat(match()).containsEntry("1", "none");
  }

  @Test
  void twoOfTheNameAreAmbiguous() {
    left("1", "Fjord AS");
    right("10", "Fjord AS");
    right("11", "FJORD AS");
    assertThat(match()).containsEntry("1", "[10, 11]");
  }

  @Test
  void twoClaimantsOfOneRecordAreAmbiguous() {
    left("1", "Fjord AS");
    left("2", "Fjord AS");
    right("10", "Fjord AS");
    assertThat(match()).containsEntry("1", "[10]").containsEntry("2", "[10]");
  }

  @Test
  void aRecordThatKeepsAnotherOneAmbiguousIsContested() {
    left("1", "Fjord AS");
    right("10", "Fjord AS");
    assertThat(match(Set.of(new RecordId("10")), Set.of())).containsEntry("1", "[10]");
  }

  @Test
  void linkedAndInactiveRecordsAreNoCandidates() {
    left("1", "Fjord AS");
    right("10", "Fjord AS");
    rights.add(snapshot("11", "Fjord AS", Map.of(), Optional.of("Resigned in webCRM")));
    assertThat(match(Set.of(), Set.of(new RecordId("10")))).containsEntry("1", "none");
  }

  @Test
  void ourReferenceDecidesWhateverTheName() {
    left("1", "Fjord AS");
    right("10", "Fjord AS");
    right("11", "Renamed AS", REFERENCE, "PowerOffice/customers/1");
    assertThat(match()).containsEntry("1", "11");
  }

  @Test
  void anotherRecordsReferenceIsNoHint() {
    left("1", "Fjord AS");
    left("2", "Fjell AS");
    right("10", "Something", REFERENCE, "PowerOffice/customers/2");
    assertThat(match()).containsEntry("1", "none").containsEntry("2", "10");
  }

  @Test
  void aSurerMatchLeavesTheOtherRecordToTheNextOne() {
    left("1", "Fjord AS");
    left("2", "Fjord AS");
    right("10", "Fjord AS", REFERENCE, "PowerOffice/customers/2");
    right("11", "Fjord AS");
    assertThat(match()).containsEntry("2", "10").containsEntry("1", "11");
  }

  @Test
  void aBegunCreationTakesWhatResemblesItMost() {
    intent("1", "Fjord AS", "phone", "22");
    intent("2", "Fjord AS", "phone", "33");
    right("10", "Fjord AS", "phone", "33");
    right("11", "Fjord AS", "phone", "22");
    assertThat(match()).containsEntry("1", "11").containsEntry("2", "10");
  }

  @Test
  void whatResemblesAnotherBegunCreationMoreIsLeftToThatOne() {
    intent("1", "Fjord AS", "phone", "22");
    intent("2", "Fjord AS", "phone", "33");
    right("10", "Fjord AS", "phone", "33");
    assertThat(match()).containsEntry("1", "none").containsEntry("2", "10");
  }

  @Test
  void aBegunCreationComesBeforeANamesake() {
    left("1", "Fjord AS");
    intent("2", "Fjord AS", "phone", "33");
    right("10", "Fjord AS");
    assertThat(match()).containsEntry("2", "10").containsEntry("1", "none");
  }

  @Test
  void aBegunCreationKnowsItsRecordByOurReferenceAlsoWhenItHasBecomeInactive() {
    intent("1", "Fjord AS");
    left("2", "Fjell AS");
    right("10", "Fjord AS");
    resigned("11", "Fjord AS", "PowerOffice/customers/1");
    resigned("12", "Fjell AS", "PowerOffice/customers/2");
    assertThat(match()).containsEntry("1", "11").containsEntry("2", "none");
  }

  @Test
  void aNameThatWasCutInWebCrmIsRecognised() {
    left("1", "0123456789 and more");
    right("10", "0123456789");
    assertThat(match()).containsEntry("1", "10");
  }

  @Test
  void personsAreTheSameByNameUnlessTheirMailsDiffer() {
    PersonMatching matching = new PersonMatching();
    assertThat(matching.rank(person("a@x", "Kari", "Lie"), person("A@X", "KARI", "Lie")))
        .isEqualTo(Matching.BY_IDENTITY);
    assertThat(matching.rank(person("", "Kari", "Lie"), person("a@x", "Kari", "Lie")))
        .isEqualTo(Matching.BY_NAME);
    assertThat(matching.rank(person("b@x", "Kari", "Lie"), person("a@x", "Kari", "Lie")))
        .isEqualTo(Matching.UNSURE);
    assertThat(matching.rank(person("a@x", "Ola", "Lie"), person("a@x", "Kari", "Lie")))
        .isEqualTo(Matching.NO);
    assertThat(matching.keys(person("a@x", "", ""))).isEmpty();
  }

  private static Matching.Candidate person(String email, String first, String last) {
    View view =
        View.EMPTY
            .with("email", Optional.of(email).filter(e -> !e.isEmpty()))
            .with("firstName", Optional.of(first).filter(e -> !e.isEmpty()))
            .with("lastName", Optional.of(last).filter(e -> !e.isEmpty()));
    return new Matching.Candidate(
        SystemName.WEBCRM, view, Columns.NONE, Optional.of(new RecordId("5")));
  }

  // --- material ---

  private static final Instant BEGUN = Instant.parse("2026-11-02T08:00:00Z");

  private void left(String id, String name, String... more) {
    lefts.add(
        new Unlinked(
            snapshot(id, name, fields(more), Optional.empty()),
            Optional.empty(),
            Optional.empty()));
  }

  private void intent(String id, String name, String... more) {
    lefts.add(
        new Unlinked(
            snapshot(id, name, fields(more), Optional.empty()),
            Optional.empty(),
            Optional.of(BEGUN)));
  }

  private void right(String id, String name, String... more) {
    rights.add(snapshot(id, name, fields(more), Optional.empty()));
  }

  private void resigned(String id, String name, String reference) {
    rights.add(snapshot(id, name, Map.of(REFERENCE, reference), Optional.of("Resigned")));
  }

  private static Map<String, String> fields(String... namesAndValues) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private static Snapshot snapshot(
      String id, String name, Map<String, String> columns, Optional<String> inactive) {
    View view =
        new View(Map.of("name", name)).with("phone", Optional.ofNullable(columns.get("phone")));
    return new Snapshot(
        new RecordId(id),
        view,
        Columns.of(columns),
        inactive,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private Map<String, String> match() {
    return match(Set.of(), Set.of());
  }

  private Map<String, String> match(Set<RecordId> contested, Set<RecordId> linked) {
    List<Property> properties =
        List.of(
            new Property("name", TextField.text("Name"), TextField.text("OrganisationName")),
            new Property("phone", TextField.text("PhoneNumber"), TextField.text("phone")));
    Pair pair =
        new Pair(
            "customers",
            properties,
            new ByName(),
            ConflictPolicy.POWEROFFICE,
            false,
            Set.of(SystemName.WEBCRM),
            right -> false,
            Map.of(),
            Optional.of(REFERENCE),
            Optional.empty());
    Rules rules =
        new Rules(
            properties,
            ConflictPolicy.POWEROFFICE,
            false,
            Set.of(SystemName.WEBCRM),
            Map.of(),
            Optional.empty(),
            Lengths.UNKNOWN,
            new Lengths(Map.of("OrganisationName", 10)));
    Matcher matcher = new Matcher(pair, rules, rights);
    assertThat(matcher.possible(lefts)).containsAll(contested);
    matcher.exclude(linked);
    Map<String, String> described = new HashMap<>();
    matcher
        .match(lefts, contested)
        .forEach((id, match) -> described.put(id.value(), described(match)));
    return described;
  }

  private static String described(Match match) {
    return switch (match) {
      case Match.None none -> "none";
      case Match.One one -> one.right().id().value();
      case Match.Ambiguous ambiguous ->
          ambiguous.rights().keySet().stream().sorted().toList().toString();
    };
  }

  private static final class ByName implements Matching {

    @Override
    public Set<String> keys(Candidate candidate) {
      return candidate.view().get("name").map(name -> Set.of(Text.folded(name))).orElse(Set.of());
    }

    @Override
    public int rank(Candidate left, Candidate right) {
      return keys(left).equals(keys(right)) ? BY_NAME : NO;
    }
  }
}
