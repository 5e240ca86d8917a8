package no.tandem.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.persons.PersonMatching;
import no.tandem.sync.link.Hold;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.pair.TextField;
import no.tandem.sync.plan.Matcher.Match;
import no.tandem.sync.plan.Matcher.Unlinked;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.View;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void ourReferenceShowsWhatWasMadeWhateverTheName() {
    intent("1", "Fjord AS");
    right("10", "Fjord AS");
    right("11", "Renamed AS", REFERENCE, "PowerOffice/customers/1");
    assertThat(match()).containsEntry("1", "11");
  }

  @Test
  void anotherRecordsReferenceIsNoHint() {
    left("1", "Fjord AS");
    left("2", "Fjell AS");
    right("10", "Something", REFERENCE, "PowerOffice/customers/2");
    assertThat(match()).containsEntry("1", "none").containsEntry("2", "has our reference: 10");
  }

  /** Users copy records with all their fields. */
  @Test
  void aReferenceOnWhatWasThereBeforeProvesNothingAndNothingIsCreatedMeanwhile() {
    intent("1", "Fjord AS");
    left("2", "Fjell AS");
    made("10", "Fjord AS", "PowerOffice/customers/1", BEGUN.minus(Duration.ofDays(1)));
    made("11", "Fjell AS", "PowerOffice/customers/2", BEGUN.plusSeconds(1));
    assertThat(match())
        .containsEntry("1", "has our reference: 10")
        .containsEntry("2", "has our reference: 11");
  }

  @Test
  void whatWasMadeSinceTheCreationWasBegunIsOursByItsReference() {
    intent("1", "Fjord AS");
    made("10", "Renamed AS", "PowerOffice/customers/1", BEGUN.plusSeconds(1));
    assertThat(match()).containsEntry("1", "10");
  }

  @Test
  void aSurerMatchLeavesTheOtherRecordToTheNextOne() {
    left("1", "Fjord AS");
    intent("2", "Fjord AS");
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
    assertThat(match()).containsEntry("1", "11").containsEntry("2", "has our reference: 12");
  }

  @Test
  void aNameThatWasCutInWebCrmIsRecognised() {
    left("1", "0123456789 and more");
    right("10", "0123456789");
    assertThat(match()).containsEntry("1", "10");
  }

  // --- what is held remembers ---

  /**
   * One held customer, "Fjord AS" when it was held, with what is in webCRM now. Each candidate was
   * a namesake (rank 1) then; R stands for a rival that claims candidate 10 as well.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          called now | candidates | rank | more | rivals | in webCRM now                  | becomes
          Fjord AS   | 10 11      | 1    | 0    |        | 10=Fjord AS, 11=Fjord AS       | held [10, 11] at 1
          Fjell AS   | 10 11      | 1    | 0    |        | 10=Fjord AS, 11=Fjord AS       | held [10, 11] at 1
          Fjord AS   | 10 11      | 1    | 0    |        | 10=Other, 11=Fjord AS          | held [10, 11] at 1
          Fjord AS   | 10 11      | 1    | 0    |        | 10=Other, 11=Another           | held [10, 11] at 1
          Fjord AS   | 10 11      | 1    | 0    |        | 10=Fjord AS, 11=Fjord AS, 12=Fjord AS | held [10, 11, 12] at 1
          Fjell AS   | 10 11      | 1    | 0    |        | 10=Other, 11=Other, 12=Fjell AS | held [10, 11, 12] at 1
          Fjord AS   | 10 11      | 1    | 0    |        | 10=Fjord AS                    | 10
          Fjell AS   | 10 11      | 1    | 0    |        | 10=Other                       | 10
          Fjord AS   | 10 11      | 1    | 0    |        | 12=Fjell AS                    | none
          Fjord AS   | 10 11      | 1    | 0    |        | 12=Fjord AS                    | 12
          Fjord AS   | 10 11      | 1    | 3    |        | 10=Fjord AS                    | held [10] at 1
          Fjord AS   | 10         | 1    | 0    | R      | 10=Fjord AS                    | held [10] at 1
          Fjord AS   | 10 11      | 1    | 0    |        | 10=Fjord AS +22, 11=Fjord AS   | 10
          Fjord AS   | 10 11      | 1    | 0    |        | 10=Fjord AS +22, 11=Fjord AS +22 | held [10, 11] at 1
          Fjord AS   | 10 11      | 1    | 0    |        | 11=Fjord AS, 10=Other, 12=Fjord AS +22 | 12
          Fjord AS   | 10 11      | 2    | 0    |        | 10=Fjord AS +22, 11=Other      | held [10, 11] at 2
          Fjord AS   | 10 11      | 2    | 0    |        | 11=Other                       | 11
          Fjord AS   | 10         | -1   | 0    |        | 10=Other                       | held [10] at -1
          Fjord AS   | 10 11      | -1   | 0    |        | 11=Other                       | held [11] at -1
          Fjord AS   | 10         | -1   | 0    |        | 10=Fjord AS                    | 10
          Fjord AS   | 10 11      | 0    | 0    |        | 10=Other, 11=Another           | held [10, 11] at -1
          Fjord AS   | 10 11      | 0    | 0    |        | 10=Fjord AS, 11=Fjord AS       | held [10, 11] at 1
          Fjord AS   | 10 11      | -2   | 0    |        | 10=Fjord AS, 12=Fjord AS       | none
          """,
      useHeadersInDisplayName = true)
  void whatWasAmbiguousStaysSoUntilItIsClear(
      String name,
      String candidates,
      int rank,
      int more,
      @Nullable String rivals,
      String now,
      String becomes) {
    Map<RecordId, String> remembered = new HashMap<>();
    for (String id : candidates.split(" ", -1)) {
      remembered.put(new RecordId(id), "as it was");
    }
    lefts.add(
        new Unlinked(
            snapshot("1", name, Map.of("phone", "22"), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            new Hold.Ambiguity(rank, remembered, more, Set.of())));
    for (String one : now.split(", ", -1)) {
      String[] parts = one.split("=| \\+", -1);
      right(
          parts[0], parts[1], parts.length > 2 ? new String[] {"phone", parts[2]} : new String[0]);
    }
    Matcher.Claims claims = new Matcher.Claims();
    if (rivals != null) {
      claims.add(new RecordId("10"), new RecordId("2"), Matching.BY_NAME);
    }
    Match match =
        Optional.ofNullable(matches(claims, Set.of()).get(new RecordId("1"))).orElseThrow();
    assertThat(
            match instanceof Match.Ambiguous(Hold.Ambiguity ambiguity)
                ? "held " + described(match) + " at " + ambiguity.rank()
                : described(match))
        .isEqualTo(becomes);
  }

  @Test
  void aRivalIsNamedAndKeepsACandidateFromBeingTaken() {
    left("1", "Fjord AS");
    left("2", "Fjord AS");
    right("10", "Fjord AS");
    assertThat(matches(new Matcher.Claims(), Set.of()).get(new RecordId("1")))
        .isInstanceOfSatisfying(
            Match.Ambiguous.class,
            one -> assertThat(one.ambiguity().rivals()).containsExactly(new RecordId("2")));
  }

  @Test
  void whatASurerRecordIsAmbiguousAboutIsNotTakenByAnother() {
    left("1", "Fjord AS", "phone", "22");
    left("2", "Fjord AS");
    right("10", "Fjord AS", "phone", "22");
    right("11", "Fjord AS", "phone", "22");
    assertThat(match()).containsEntry("1", "[10, 11]").containsEntry("2", "[10, 11]");
  }

  @Test
  void ofVeryManyCandidatesTheNumberIsKept() {
    left("1", "Fjord AS");
    for (int i = 1; i <= 9_000; i++) {
      right(Integer.toString(i), "Fjord AS");
    }
    assertThat(matches(new Matcher.Claims(), Set.of()).get(new RecordId("1")))
        .isInstanceOfSatisfying(
            Match.Ambiguous.class,
            one -> {
              assertThat(one.ambiguity().candidates()).hasSize(50);
              assertThat(one.ambiguity().more()).isEqualTo(8_950);
            });
  }

  @Test
  void whatWasMadeForOneThatIsNoneOfThemIsItsOwn() {
    lefts.add(
        new Unlinked(
            snapshot("1", "Fjord AS", Map.of(), Optional.empty()),
            Optional.empty(),
            Optional.of(BEGUN),
            new Hold.Ambiguity(
                Hold.Ambiguity.NONE_OF_THEM, Map.of(new RecordId("10"), ""), 0, Set.of())));
    right("10", "Fjord AS");
    rights.add(created("11", "Fjord AS", BEGUN.minus(Duration.ofDays(1))));
    rights.add(created("12", "Fjord AS", BEGUN.plusSeconds(5)));
    assertThat(match()).containsEntry("1", "12");
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

  @Test
  void aRecordStaysAmbiguousWhileItsCandidateIsOnlyAboutToBeAnothers() {
    intent("1", "Fjord AS");
    remembering("2", "Fjord AS", Set.of("10"));
    right("10", "Fjord AS");
    assertThat(match()).containsEntry("1", "10").containsEntry("2", "[10]");
    assertThat(match(Set.of(), Set.of(new RecordId("10"))))
        .as("once it is linked")
        .containsEntry("2", "none");
  }

  @Test
  void whatMayHaveBeenMadeForItIsNotMadeAgainThoughAnotherIsCalledSoByNow() {
    referenceField = Optional.empty();
    intent("1", "Fjord AS");
    left("2", "Berg AS");
    madeByUs("10", "Berg AS");
    assertThat(match()).containsEntry("1", "[10]").containsEntry("2", "10");
  }

  // --- material ---

  private Optional<String> referenceField = Optional.of(REFERENCE);

  private void remembering(String id, String name, Set<String> candidates) {
    Map<RecordId, String> all = new HashMap<>();
    candidates.forEach(one -> all.put(new RecordId(one), ""));
    lefts.add(
        new Unlinked(
            snapshot(id, name, Map.of(), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Hold.Ambiguity.of(Matching.BY_NAME, all, 0, Set.of())));
  }

  private static final Instant BEGUN = Instant.parse("2026-11-02T08:00:00Z");

  private void left(String id, String name, String... more) {
    lefts.add(Unlinked.of(snapshot(id, name, fields(more), Optional.empty()), Optional.empty()));
  }

  private void intent(String id, String name, String... more) {
    lefts.add(
        new Unlinked(
            snapshot(id, name, fields(more), Optional.empty()),
            Optional.empty(),
            Optional.of(BEGUN),
            Hold.Ambiguity.NONE));
  }

  private void right(String id, String name, String... more) {
    rights.add(snapshot(id, name, fields(more), Optional.empty()));
  }

  private void made(String id, String name, String reference, Instant createdAt) {
    Snapshot one = snapshot(id, name, Map.of(REFERENCE, reference), Optional.empty());
    rights.add(
        new Snapshot(
            one.id(),
            one.view(),
            one.columns(),
            one.inactive(),
            one.owner(),
            one.changedAt(),
            one.changedBy(),
            one.byIntegration(),
            Optional.of(createdAt),
            one.createdBy()));
  }

  private void madeByUs(String id, String name) {
    Snapshot one = snapshot(id, name, Map.of(), Optional.empty());
    rights.add(
        new Snapshot(
            one.id(),
            one.view(),
            one.columns(),
            one.inactive(),
            one.owner(),
            one.changedAt(),
            one.changedBy(),
            one.byIntegration(),
            Optional.of(BEGUN.plusSeconds(1)),
            Optional.of("api2 Tandem")));
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

  private static Snapshot created(String id, String name, Instant at) {
    Snapshot old = snapshot(id, name, Map.of(), Optional.empty());
    return new Snapshot(
        old.id(),
        old.view(),
        old.columns(),
        old.inactive(),
        old.owner(),
        old.changedAt(),
        old.changedBy(),
        old.byIntegration(),
        Optional.of(at),
        old.createdBy());
  }

  private Map<String, String> match() {
    return match(Set.of(), Set.of());
  }

  private Map<String, String> match(Set<RecordId> contested, Set<RecordId> linked) {
    Matcher.Claims claims = new Matcher.Claims();
    contested.forEach(right -> claims.add(right, new RecordId("99"), Matching.NO));
    Map<String, String> described = new HashMap<>();
    matches(claims, linked).forEach((id, match) -> described.put(id.value(), described(match)));
    return described;
  }

  private Map<RecordId, Match> matches(Matcher.Claims claims, Set<RecordId> linked) {
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
            referenceField,
            Optional.empty(),
            Optional.empty());
    Rules rules =
        new Rules(
            properties,
            ConflictPolicy.POWEROFFICE,
            false,
            Set.of(SystemName.WEBCRM),
            Map.of(),
            Optional.empty(),
            new BySystem<>(Lengths.UNKNOWN, new Lengths(Map.of("OrganisationName", 10))));
    Matcher matcher = new Matcher(pair, rules, rights);
    assertThat(matcher.possible(lefts)).containsAll(claims.rights());
    matcher.exclude(linked);
    return matcher.match(lefts, claims);
  }

  private static String described(Match match) {
    return switch (match) {
      case Match.None none -> "none";
      case Match.One one -> one.right().id().value();
      case Match.Referring referring -> "has our reference: " + referring.right().id();
      case Match.Ambiguous ambiguous ->
          ambiguous.ambiguity().candidates().keySet().stream().sorted().toList().toString();
    };
  }

  private static final class ByName implements Matching {

    @Override
    public Set<String> keys(Candidate candidate) {
      return candidate.view().get("name").map(name -> Set.of(Text.folded(name))).orElse(Set.of());
    }

    @Override
    public int rank(Candidate left, Candidate right) {
      if (!keys(left).equals(keys(right))) {
        return NO;
      }
      Optional<String> phone = left.view().get("phone");
      return phone.isPresent() && phone.equals(right.view().get("phone"))
          ? BY_NAME_AND_PHONE
          : BY_NAME;
    }
  }
}
