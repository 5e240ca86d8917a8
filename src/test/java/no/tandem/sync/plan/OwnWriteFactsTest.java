package no.tandem.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.LastWrite;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.OpenWrite;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.link.ServerForm;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.pair.TextField;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an earlier write, by what a record shows and what else is known of it. */
class OwnWriteFactsTest {
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

  /**
   * "New & co" was sent to be created in webCRM, and no answer named the record; PowerOffice holds
   * the same since. What is found may have been made for an alike record.
   */
  @ParameterizedTest(name = "{0} by {1}, our name known {2} -> {3}")
  @CsvSource({
    "New & co,     us,      true,  nothing",
    "New & co,     a user,  true,  nothing",
    "New &amp; co, us,      true,  nothing",
    "New &amp; co, a user,  true,  nothing",
    "NEW & CO,     us,      true,  conflict",
    "NEW & CO,     us,      false, conflict",
    "NEW & CO,     another, true,  conflict",
    "NEW & CO,     another, false, conflict",
    "NEW & CO,     a user,  true,  edit",
    "NEW & CO,     a user,  false, edit",
    "'',           us,      true,  filled",
    "'',           us,      false, filled",
    "'',           a user,  true,  filled",
  })
  void whatIsFoundForACreation(String shown, String by, boolean nameKnown, String becomes) {
    Link begun =
        Link.of(LinkKey.of(LEFT))
            .creating(base("New & co"), new LinkState.Intent(NINE, base("New & co").view()));
    Plan.Merge plan =
        merge(
            begun,
            snapshot(LEFT, "New & co", ""),
            createdByIntegration(snapshot(RIGHT, shown, by)),
            nameKnown,
            false);
    assertThat(becameOfFound(plan)).isEqualTo(becomes);
    assertThat(plan.holds()).isEmpty();
    assertThat(plan.leftBase().view().get("name"))
        .isEqualTo(plan.toLeft().getOrDefault("name", Optional.of("New & co")));
    assertThat(plan.rightBase().view().get("name"))
        .isEqualTo(plan.toRight().getOrDefault("name", plan.right().view().get("name")));
  }

  private static String becameOfFound(Plan.Merge plan) {
    if (plan.toLeft().containsKey("name")) {
      return "edit";
    }
    if (!plan.conflicts().isEmpty()) {
      assertThat(plan.toRight()).containsEntry("name", Optional.of("New & co"));
      assertThat(plan.losers()).hasSize(1);
      return "conflict";
    }
    return plan.toRight().containsKey("name") ? "filled" : "nothing";
  }

  /** A write that was answered with success and not stored leaves a record's stamp as it was. */
  @ParameterizedTest(name = "{0} by {1}, {2} s after the stamp that we wrote over -> {3}")
  @CsvSource({
    "Old,      a user,  0, not stored",
    "Old,      another, 0, not stored",
    "'',       a user,  0, not stored",
    "Old,      a user,  1, edit",
    "'',       a user,  1, edit",
    "NEW & CO, a user,  1, edit",
  })
  void whatIsReadBackAfterAWrite(String shown, String by, int later, String becomes) {
    Snapshot before = snapshot(RIGHT, "Old", "a user", NINE);
    OwnWriteFacts facts = new OwnWriteFacts(Optional.of(OURS), false, Optional.empty());
    Link checked =
        written()
            .checked(
                Optional.of(snapshot(LEFT, "New & co", "")),
                Optional.of(snapshot(RIGHT, shown, by, NINE.plusSeconds(later))),
                facts.afterWriteTo(Optional.of(before)));
    boolean edited = !checked.rightBase().view().get("name").orElse("").equals(shown);
    assertThat(edited ? "edit" : "not stored").isEqualTo(becomes);
    if (edited) {
      assertThat(checked.openWrites()).isEmpty();
    } else {
      assertThat(checked.openWrites())
          .containsEntry(
              "name", new OpenWrite(SystemName.WEBCRM, shown, "New & co", "New & co", 1));
    }
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
            .attempting(
                Map.of("name", new OpenWrite(SystemName.WEBCRM, "Old", "New", "New", times)));
    Plan.Merge plan =
        merge(link, snapshot(LEFT, left, ""), snapshot(RIGHT, right, "a user"), true, false);
    assertThat(inWords(plan)).isEqualTo(becomes);
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
                Map.of("name", new LastWrite(SystemName.POWEROFFICE, "Old", 0)));
    Plan.Merge plan =
        merge(link, snapshot(LEFT, left, ""), snapshot(RIGHT, "New", "us"), true, behind);
    assertThat(inWords(plan)).isEqualTo(becomes);
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
                new OwnWriteFacts(Optional.of(OURS), false, Optional.empty()))
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
                Map.of("phone", new LastWrite(SystemName.POWEROFFICE, "", 0)))
            .stored(NINE.plusSeconds(61).toEpochMilli());
    Plan.Merge plan =
        new PropertyMerge(
                rules(ConflictPolicy.LATEST),
                link,
                snapshot(LEFT, "Of PowerOffice", "", NINE.plusSeconds(60)),
                snapshot(RIGHT, "Of webCRM", "a user", NINE),
                OwnWriteFacts.NONE)
            .plan(Plan.Merge.Kind.UPDATE);
    assertThat(plan.conflicts())
        .containsExactly(new Conflict("name", Optional.of(SystemName.WEBCRM)));
  }

  @Test
  void aLinkThatIsStoredForAnotherReasonGivesNoStamp() {
    LastWrite ours = new LastWrite(SystemName.POWEROFFICE, "", 0).writtenAt(NINE.plusSeconds(1));
    Link link =
        link("Old", "Old")
            .inSync(base("Old"), base("Old"), Optional.empty(), Map.of("phone", ours))
            .stored(NINE.plusSeconds(61).toEpochMilli());
    Plan.Merge plan =
        new PropertyMerge(
                rules(ConflictPolicy.LATEST),
                link,
                snapshot(LEFT, "Of PowerOffice", "", NINE.plusSeconds(60)),
                snapshot(RIGHT, "Of webCRM", "a user", NINE.plusSeconds(30)),
                OwnWriteFacts.NONE)
            .plan(Plan.Merge.Kind.UPDATE);
    assertThat(plan.conflicts())
        .containsExactly(new Conflict("name", Optional.of(SystemName.POWEROFFICE)));
  }

  @ParameterizedTest(name = "{0} shown as {1}: {2}")
  @CsvSource({
    "'Berg AS',          ' Berg AS ',        true",
    "'Dave''s & Co',     'Dave&#39;s &amp; Co', true",
    "'Line\n2',          'Line\r\n2',        true",
    "'+47 22 33 44 55',  '4722334455',       true",
    "'+47\u00a022 33 44 55', '4722334455',  true",
    "'\u202a+47 22 33 44 55\u202c', '4722334455', true",
    "'22\u201133\u201144\u201155', '22334455', true",
    "'22\u221233\u221244\u221255', '22334455', true",
    "'A &amp; B',        'A &amp;amp; B',    true",
    "'A &amp; B',        'A & B',            true",
    "'A & B',            'A &amp;amp; B',    false",
    "'A &no; B',         'A &no; B',         true",
    "'R\u00f8r',          'R&oslash;r',       true",
    "'R\u00f8r',          'R&#xF8;r',         true",
    "'Berg\u00a0AS',      'Berg&nbsp;AS',     true",
    "'Berg\u00a0AS',      'Berg&#160;AS',     true",
    "'Berg \ud83d\udc4d', 'Berg &#128077;',   true",
    "'\u00c5se',          'A\u030ase',        true",
    "'Berg AS',          '\u200bBerg AS\ufeff', true",
    "'Berg AS',          'Berg\u0000AS',      false",
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

  @Test
  void aCutThroughACharacterIsTheServersFormToo() {
    String sent = "x".repeat(59) + "\ud83d\udc4d and more";
    String shown = Text.canonical(sent.substring(0, 60));
    assertThat(shown).endsWith("\ufffd");
    assertThat(ServerForm.isOf(sent, shown)).isTrue();
  }

  // --- material ---

  private static String inWords(Plan.Merge plan) {
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
            new OwnWriteFacts(
                nameKnown ? Optional.of(OURS) : Optional.empty(), behind, Optional.empty()))
        .plan(Plan.Merge.Kind.UPDATE);
  }

  private static Link written() {
    Base right = base("New & co");
    return Link.of(LinkKey.of(LEFT))
        .linkedTo(RIGHT)
        .inSync(
            base("New & co"),
            right.written("name", right.view().get("name")),
            Optional.empty(),
            Map.of("name", new LastWrite(SystemName.WEBCRM, "Old", 0)));
  }

  private static Link link(String left, String right) {
    return Link.of(LinkKey.of(LEFT))
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
        new BySystem<>(Lengths.UNKNOWN, Lengths.UNKNOWN));
  }

  private static Snapshot createdByIntegration(Snapshot record) {
    return new Snapshot(
        record.id(),
        record.view(),
        record.columns(),
        record.inactive(),
        record.owner(),
        record.changedAt(),
        record.changedBy(),
        record.byIntegration(),
        Optional.of(NINE),
        Optional.of(OURS));
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
