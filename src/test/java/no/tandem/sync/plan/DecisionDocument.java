package no.tandem.sync.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import no.tandem.sync.plan.DecisionRows.Column;
import no.tandem.sync.plan.DecisionRows.Row;
import no.tandem.sync.plan.Verdict.OfProperty;

/** The decision table as a page for people. */
final class DecisionDocument {

  /** The command that writes the page. */
  static final String RENEW = "./mvnw test -Dtest=DecisionTableTest -Dtandem.renew-docs=true";

  /** All that an outcome may depend on; what matters most comes first. */
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("stored", Situation.Stored.values(), Situation::stored),
          Column.of("PowerOffice's record", Situation.Seen.values(), Situation::left),
          Column.of("webCRM's record", Situation.Seen.values(), Situation::right),
          Column.of("PowerOffice's value", Situation.Value.values(), Situation::leftValue),
          Column.of("webCRM's value", Situation.Value.values(), Situation::rightValue),
          Column.of("values equal", Situation.Equality.values(), Situation::equality),
          Column.of("removal in PowerOffice", Situation.Removed.values(), Situation::leftRemoval),
          Column.of("removal in webCRM", Situation.Removed.values(), Situation::rightRemoval),
          Column.of(
              "creation in PowerOffice", Situation.Creation.values(), Situation::leftCreation),
          Column.of("creation in webCRM", Situation.Creation.values(), Situation::rightCreation),
          Column.of("conflict policy", Situation.Policy.values(), Situation::policy));

  /** A part of the page. */
  record Section(
      String title,
      String about,
      Predicate<Situation> belongs,
      Function<Verdict, Worded> outcome,
      DecisionRows rows) {}

  private final Situation.All all;
  private final List<Section> sections = new ArrayList<>();

  DecisionDocument(Situation.All all) {
    this.all = all;
    section("Unknown", "Either record could not be read.", Situation::unknown, Verdict::record);
    section(
        "Not linked",
        "A PowerOffice record, and the webCRM record that matches it, if one does.",
        known(now -> !now.stored().namesBoth() && !now.stored().awaited()),
        Verdict::record);
    section(
        "Linked, both active",
        "The property is compared. The same holds when two records are linked for the first time,"
            + " and when a link is taken up again.",
        now -> Translation.outcome(now).property() != OfProperty.NOT_COMPARED,
        Verdict::property);
    section(
        "Removal",
        "The two are linked, and one of them, or both, went away.",
        known(now -> now.stored() == Situation.Stored.ACTIVE && !now.bothActive()),
        Verdict::record);
    section(
        "Ended", "The link ended earlier.", known(now -> now.stored().ended()), Verdict::record);
    section(
        "Creation in PowerOffice",
        "A webCRM record without a counterpart, and the PowerOffice record that has our reference"
            + " to it, if there is one.",
        known(now -> now.stored().awaited()),
        Verdict::record);
  }

  private static Predicate<Situation> known(Predicate<Situation> other) {
    return other.and(now -> !now.unknown());
  }

  private void section(
      String title, String about, Predicate<Situation> belongs, Function<Verdict, Worded> outcome) {
    List<Situation> some = all.situations().stream().filter(belongs).toList();
    DecisionRows rows =
        new DecisionRows(COLUMNS, some, situation -> outcome.apply(Translation.outcome(situation)));
    sections.add(new Section(title, about, belongs, outcome, rows));
  }

  List<Section> sections() {
    return List.copyOf(sections);
  }

  /** The page. */
  String text() {
    StringBuilder page = new StringBuilder(introduction());
    for (Section section : sections) {
      page.append("\n## ").append(section.title()).append("\n\n");
      page.append(section.about()).append("\n\n");
      page.append(table(section.rows()));
    }
    return page.append(leftOut()).toString();
  }

  private String introduction() {
    return """
        # The decision table

        What becomes of a record, by what is stored of it, what both systems show, and what is configured. The page is
        generated from the code that decides; do not edit it. After a change that is meant, renew it:

        ```sh
        %s
        ```

        A test (`DecisionTableTest`) decides all %s combinations, compares each with the contract written a second time in
        plain words, carries it out in both modes, and fails when this page says anything else. In `plan` mode nothing is
        written and the same is reported, so the mode has no column. What holds in every combination is stated in
        `DecisionInvariantsTest`.

        **How to read it.** A row holds whenever each of its columns does; `any` is every choice there is. What has no column
        in a section does not matter there. Rows may overlap; they never contradict each other.

        | word | meaning |
        |---|---|
        | none | nothing is stored of the record |
        | waiting | it is stored as held or due, and not linked |
        | creation begun | its counterpart was being created when something went wrong |
        | active, inactive | the record is there; inactive is archived in PowerOffice, `Resigned` in webCRM |
        | gone | its own look-up by id said that it does not exist; for a record that is not linked: nothing matches |
        | unknown | it could not be read |
        | unchanged, changed, cleared | the value against that side's base, as it was when both were last in sync |
        | new | there is a value, and none in the base or no base yet |
        | empty | there is no value, and none in the base or no base yet |
        | held | a conflict about it was held earlier; until both sides are the same, none counts as unchanged |
        | held empty | the same, and there is no value |
        | latest: ... | the policy `latest`, and whose record changed last |

        An empty value travels like any other. Of several properties each is compared by itself.

        **What is not here**, and tested elsewhere: values that the other system cannot take or stores in another form, and
        those that go to and fro (`ReconcilerTest`); more than one match (`MatcherTest`); owners (`OwnersTest`). For a minute
        after a creation was begun it may still be under way, and a record that is to be created, held or not stored waits.
        """
        .formatted(RENEW, number(all.situations().size()));
  }

  private static String table(DecisionRows table) {
    if (table.columns().isEmpty()) {
      return "Always: " + table.rows().getFirst().outcome().words() + "\n";
    }
    StringBuilder text = new StringBuilder("|");
    table.columns().forEach(column -> text.append(' ').append(column.heading()).append(" |"));
    text.append(" what becomes of it |\n|");
    text.append("---|".repeat(table.columns().size() + 1)).append('\n');
    for (Row row : table.rows()) {
      text.append('|');
      for (int i = 0; i < row.choices().size(); i++) {
        text.append(' ').append(words(row.choices().get(i), table.choices(i))).append(" |");
      }
      text.append(' ').append(row.outcome().words()).append(" |\n");
    }
    return text.toString();
  }

  private static String words(Set<Worded> choices, Set<Worded> all) {
    return choices.equals(all) ? "any" : joined(choices);
  }

  private static String joined(Collection<Worded> choices) {
    List<String> words = choices.stream().map(Worded::words).toList();
    int last = words.size() - 1;
    return last == 0
        ? words.getFirst()
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private String leftOut() {
    StringBuilder text =
        new StringBuilder(
            """

            ## What cannot exist

            Left out of all that could be combined:

            """);
    all.leftOut()
        .forEach(
            (why, count) ->
                text.append("- ")
                    .append(number(count))
                    .append(": ")
                    .append(why.words())
                    .append('\n'));
    return text.toString();
  }
}
