package no.tandem.customers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.pair.Field;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Text;

/**
 * A customer's name in PowerOffice: {@code Name} of a company; {@code FirstName} and {@code
 * LastName} of a person, joined. A joined name goes back with its last word as the last name.
 */
final class CustomerName implements Field {
  private static final String NAME = "Name";
  private static final String FIRST_NAME = "FirstName";
  private static final String LAST_NAME = "LastName";
  private static final String IS_PERSON = "IsPerson";

  @Override
  public List<String> columns() {
    return List.of(NAME, FIRST_NAME, LAST_NAME, IS_PERSON);
  }

  @Override
  public Optional<String> read(Columns record) {
    if (!record.isTrue(IS_PERSON)) {
      return record.text(NAME);
    }
    String joined = record.text(FIRST_NAME).orElse("") + " " + record.text(LAST_NAME).orElse("");
    return Optional.of(Text.canonical(joined)).filter(name -> !name.isEmpty());
  }

  @Override
  public Optional<String> whyNot(Optional<String> value, Columns target) {
    if (value.isEmpty()) {
      return Optional.of("PowerOffice requires a customer's name; it is not cleared");
    }
    if (target.isTrue(IS_PERSON) && Text.words(value.get()).indexOf(' ') < 0) {
      return Optional.of(
          "PowerOffice requires a first and a last name of a customer who is a person; the name in"
              + " webCRM is one word");
    }
    return Optional.empty();
  }

  @Override
  public Map<String, String> write(Optional<String> value, Columns target, Lengths lengths) {
    String name = value.orElse("");
    if (!target.isTrue(IS_PERSON)) {
      return Map.of(NAME, name);
    }
    String words = Text.words(name);
    int lastName = words.length() - lastNameOf(words, target).length();
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put(FIRST_NAME, Text.canonical(words.substring(0, lastName)));
    columns.put(LAST_NAME, words.substring(lastName));
    return columns;
  }

  /** As it was, if the name still ends with it: "van der Berg" is not split. Else the last word. */
  private static String lastNameOf(String words, Columns target) {
    String lastWord = words.substring(words.lastIndexOf(' ') + 1);
    Optional<String> before = target.text(LAST_NAME).map(Text::words);
    if (before.isEmpty() || before.get().length() >= words.length()) {
      return lastWord;
    }
    String end = words.substring(words.length() - before.get().length());
    boolean wholeWords = words.charAt(words.length() - end.length() - 1) == ' ';
    return wholeWords && Text.matches(end, before.get()) ? end : lastWord;
  }
}
