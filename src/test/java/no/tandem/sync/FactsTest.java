package no.tandem.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an earlier write, by what a record shows and what else is known of it. */
class FactsTest {
  private static final RecordId LEFT = new RecordId("1");
  private static final RecordId RIGHT = new RecordId("10");
  private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
  private static final String OURS = "api2 Tandem";
  private static final Property NAME =
      new Property("name", TextField.text("Name"), TextField.text("OrganisationName"));

  /** "Old" was replaced by "New & co" in webCRM, which answered with success. */
  @ParameterizedTest(name = "{0} by {1}, {2} -> {3}")
  @CsvSource({
    // what webCRM shows, who changed it last, whether our name is known, what becomes of it
    "New & co,     us,      true,  confirmed",
    "New & co,     us,      false, confirmed",
    "New & co,     another, true,  confirmed",
    "New & co,     a user,  true,  confirmed",
    "Old,          us,      true,  not stored",
    "Old,          us,      false, not stored",
    "Old,          another, true,  edit",
    "Old,          another, false, not stored",
    "Old,          a user,  true,  edit",
    "'',           us,      true,  not stored",
    "'',           us,      false, not stored",
    "'',           another, true,  edit",
    "'',           another, false, not stored",
    "'',           a user,  true,  edit",
    "New &amp; co, us,      true,  form",
    "New &amp; co, another, true,  form",
    "New &amp; co, a user,  true,  form",
    "NEW & CO,     us,      true,  form",
    "NEW & CO,     us,      false, form",
    "NEW & CO,     another, true,  edit",
    "NEW & CO,     another, false, form",
    "NEW & CO,     a user,  true,  edit",
    "NEW & CO,     a user,  false, edit",
  })
  void whatWasAnsweredWithSuccess(String shown, String by, boolean nameKnown, String becomes) {
    Snapshot right = snapshot(RIGHT, shown, by);
    Plan.Merge plan = merge(written(), snapshot(LEFT, "New & co", ""), right, nameKnown, false);
    String outcome;
    if (plan.toLeft().containsKey("name")) {
      outcome = "edit";
    } else if (plan.toRight().containsKey("name")) {
      outcome = "not stored";
    } else {
      assertThat(plan.rightBase().view().get("name")).contains(shown);
      outcome = shown.equals("New & co") ? "confirmed" : "form";
    }
    assertThat(outcome).isEqualTo(becomes);
    assertThat(plan.holds()).isEmpty();
  }

  /** It is sent once more; then it is held, and never travels back. */
  @ParameterizedTest(name = "not stored {0} times, webCRM {1}, PowerOffice {2} -> {3}")
  @CsvSource({
    "1, Old,   New,   sent",
    "2, Old,   New,   held",
    "3, Old,   New,   held",
    "2, New,   New,   nothing",
    "2, Newer, New,   edit",
    "2, Old,   Other, sent",
    "2, Old,   Old,   nothing",
  })
  void whatWasNotStored(int times, String right, String left, String becomes) {
    Link link =
        link("New", "Old")
            .attempting(Map.of("name", new Attempt(SystemName.WEBCRM, "Old", "New", "New", times)));
    Plan.Merge plan =
        merge(link, snapshot(LEFT, left, ""), snapshot(RIGHT, right, "a user"), true, false);
    assertThat(told(plan)).isEqualTo(becomes);
  }

  /** "Old" was replaced by "New" in PowerOffice, whose reads come from a copy. */
  @ParameterizedTest(name = "PowerOffice {0}, behind {1} -> {2}")
  @CsvSource({
    "New,   true,  nothing",
    "New,   false, nothing",
    "Old,   true,  waits",
    "Old,   false, edit",
    "Newer, true,  edit",
    "Newer, false, edit",
  })
  void whatPowerOfficeShowsAMomentAfterAWrite(String left, boolean behind, String becomes) {
    Link link =
        link("New", "New")
            .inSync(
                base("New"),
                base("New"),
                Optional.empty(),
                Map.of("name", new Bounce(SystemName.POWEROFFICE, "Old", 0)));
    Plan.Merge plan =
        merge(link, snapshot(LEFT, left, ""), snapshot(RIGHT, "New", "us"), true, behind);
    assertThat(told(plan)).isEqualTo(becomes);
  }

  @ParameterizedTest(name = "webCRM changed last by {0}, {1} s later -> {2}")
  @CsvSource({
    "us,      60,  POWEROFFICE",
    "another, 60,  WEBCRM",
    "a user,  60,  WEBCRM",
    "a user,  -60, POWEROFFICE",
  })
  void theLatestEditIsNeverOurOwnWrite(String by, int later, SystemName winner) {
    Snapshot right = snapshot(RIGHT, "Of webCRM", by, NINE.plusSeconds(later));
    Plan.Merge plan =
        new PropertyMerge(
                rules(ConflictPolicy.LATEST),
                link("Old", "Old"),
                snapshot(LEFT, "Of PowerOffice", ""),
                right,
                new Facts(Optional.of(OURS), false))
            .plan(Plan.Merge.Kind.UPDATE);
    assertThat(plan.conflicts()).containsExactly(new Conflict("name", Optional.of(winner)));
  }

  @Test
  void aStampThatOurWriteGaveInPowerOfficeIsNobodysEdit() {
    Link link =
        link("Old", "Old")
            .inSync(
                base("Old"),
                base("Old"),
                Optional.empty(),
                Map.of("phone", new Bounce(SystemName.POWEROFFICE, "", 0)))
            .stored(NINE.plusSeconds(61).toEpochMilli());
    Plan.Merge plan =
        new PropertyMerge(
                rules(ConflictPolicy.LATEST),
                link,
                snapshot(LEFT, "Of PowerOffice", "", NINE.plusSeconds(60)),
                snapshot(RIGHT, "Of webCRM", "a user", NINE),
                Facts.NONE)
            .plan(Plan.Merge.Kind.UPDATE);
    assertThat(plan.conflicts())
        .containsExactly(new Conflict("name", Optional.of(SystemName.WEBCRM)));
  }

  @ParameterizedTest(name = "{0} shown as {1}: {2}")
  @CsvSource({
    "'Berg AS',          ' Berg AS ',        true",
    "'Dave''s & Co',     'Dave&#39;s &amp; Co', true",
    "'Line\n2',          'Line\r\n2',        true",
    "'+47 22 33 44 55',  '4722334455',       true",
    "'22334455',         '+47 22334455',     false",
    "'12-34',            '1234',             false",
    "'Berg AS Oslo',     'Berg AS',          false",
    "'Berg AS',          'BERG AS',          false",
    "'Berg AS',          '',                 false",
    "'',                 'Berg AS',          false",
  })
  void aServersOwnForm(String sent, String shown, boolean same) {
    assertThat(ServerForm.isOf(sent, shown)).isEqualTo(same);
  }

  @Test
  void aLongTextThatWasCutIsTheServersForm() {
    String sent = "x".repeat(60) + " and more";
    assertThat(ServerForm.isOf(sent, sent.substring(0, 50))).isTrue();
    assertThat(ServerForm.isOf(sent, sent.substring(0, 49))).isFalse();
  }

  // --- material ---

  private static String told(Plan.Merge plan) {
    if (plan.toLeft().containsKey("name")) {
      return "edit";
    }
    if (plan.toRight().containsKey("name")) {
      return plan.rightBase().view().get("name").equals(Optional.of("Newer")) ? "edit" : sent(plan);
    }
    if (plan.holds().isEmpty()) {
      return "nothing";
    }
    return switch (plan.holds().getFirst().code()) {
      case NOT_STORED -> "held";
      case NOT_SHOWN -> "waits";
      default -> plan.holds().toString();
    };
  }

  /** An edit in PowerOffice is sent as well. */
  private static String sent(Plan.Merge plan) {
    return plan.left().view().get("name").equals(plan.right().view().get("name"))
        ? "nothing"
        : plan.left().view().get("name").equals(Optional.of("Old")) ? "edit" : "sent";
  }

  private static Plan.Merge merge(
      Link link, Snapshot left, Snapshot right, boolean nameKnown, boolean behind) {
    return new PropertyMerge(
            rules(ConflictPolicy.POWEROFFICE),
            link,
            left,
            right,
            new Facts(nameKnown ? Optional.of(OURS) : Optional.empty(), behind))
        .plan(Plan.Merge.Kind.UPDATE);
  }

  private static Link written() {
    Base right = base("New & co");
    return Link.of(LEFT)
        .linkedTo(RIGHT)
        .inSync(
            base("New & co"),
            right.written("name", right.view().get("name")),
            Optional.empty(),
            Map.of("name", new Bounce(SystemName.WEBCRM, "Old", 0)));
  }

  private static Link link(String left, String right) {
    return Link.of(LEFT)
        .linkedTo(RIGHT)
        .inSync(base(left), base(right), Optional.empty(), Map.of());
  }

  private static Base base(String name) {
    return new Base(
        View.EMPTY.with("name", Optional.of(name)), Optional.empty(), Optional.empty(), Set.of());
  }

  private static Rules rules(ConflictPolicy policy) {
    return new Rules(
        List.of(NAME),
        policy,
        false,
        Set.of(SystemName.WEBCRM),
        Map.of(),
        Optional.empty(),
        Lengths.UNKNOWN,
        Lengths.UNKNOWN);
  }

  private static Snapshot snapshot(RecordId id, String name, String by) {
    return snapshot(id, name, by, NINE);
  }

  private static Snapshot snapshot(RecordId id, String name, String by, Instant at) {
    Optional<String> changedBy =
        switch (by) {
          case "us" -> Optional.of(OURS);
          case "another" -> Optional.of("api2 Another");
          case "a user" -> Optional.of("Kari Nordmann");
          default -> Optional.empty();
        };
    return new Snapshot(
        id,
        View.EMPTY.with("name", Optional.of(name).filter(text -> !text.isEmpty())),
        Columns.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.of(at),
        changedBy,
        changedBy.filter(text -> text.startsWith("api")).isPresent(),
        Optional.empty(),
        Optional.empty(),
        Set.of());
  }
}
