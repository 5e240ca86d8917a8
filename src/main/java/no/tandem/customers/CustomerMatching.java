package no.tandem.customers;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;

/**
 * A customer and an organisation are the same by organisation number, where webCRM has a field for
 * it, else by name and telephone number, else by name.
 */
final class CustomerMatching implements Matching {
  private static final String NUMBER_IN_POWEROFFICE = "OrganizationNumber";

  /** In a folded text: all its blanks are spaces. Some type a minus for a dash. */
  private static final Pattern SEPARATORS = Pattern.compile("[ .\\p{Pd}\\u2212]+");

  private static final Pattern NORWEGIAN = Pattern.compile("^NO(?=\\d)|(?<=\\d)MVA$");

  private static final Pattern NO_DIGITS = Pattern.compile("\\D+");

  /** Such as 000000000, which people type where there is no number. */
  private static final Pattern ALL_EQUAL_DIGITS = Pattern.compile("(\\d)\\1{2,}");

  private final Optional<String> numberInWebCrm;

  /**
   * @param numberInWebCrm the webCRM field that holds organisation numbers
   */
  CustomerMatching(Optional<String> numberInWebCrm) {
    this.numberInWebCrm = numberInWebCrm;
  }

  @Override
  public Set<String> keys(Candidate candidate) {
    Set<String> keys = new HashSet<>();
    number(candidate).ifPresent(number -> keys.add("number " + number));
    name(candidate).ifPresent(name -> keys.add("name " + name));
    return keys;
  }

  @Override
  public int rank(Candidate left, Candidate right) {
    Optional<String> leftNumber = number(left);
    Optional<String> rightNumber = number(right);
    if (leftNumber.isPresent() && rightNumber.isPresent()) {
      // Two companies of one name with different numbers are two companies.
      return leftNumber.equals(rightNumber) ? BY_IDENTITY : NO;
    }
    if (name(left).isEmpty() || !name(left).equals(name(right))) {
      return NO;
    }
    return phone(left).isPresent() && phone(left).equals(phone(right))
        ? BY_NAME_AND_PHONE
        : BY_NAME;
  }

  /**
   * The number without blanks, dots, dashes and Norway's own "NO" and "MVA": "NO 923 609 016 MVA"
   * and "923609016" are the same. Other letters count: DE923609016 is another company.
   */
  private Optional<String> number(Candidate candidate) {
    Optional<String> column =
        candidate.system() == SystemName.POWEROFFICE
            ? numberInWebCrm.map(configured -> NUMBER_IN_POWEROFFICE)
            : numberInWebCrm;
    return column
        .flatMap(candidate.columns()::text)
        .map(CustomerMatching::bare)
        .filter(number -> !number.isEmpty());
  }

  private static String bare(String number) {
    String letters =
        SEPARATORS.matcher(Text.folded(number).toUpperCase(Locale.ROOT)).replaceAll("");
    String without = NORWEGIAN.matcher(letters).replaceAll("");
    return ALL_EQUAL_DIGITS.matcher(without).matches() ? "" : without;
  }

  /** The last eight digits: without the country's code, which is often left out. */
  private static Optional<String> phone(Candidate candidate) {
    return candidate
        .view()
        .get("phone")
        .map(phone -> NO_DIGITS.matcher(Text.folded(phone)).replaceAll(""))
        .map(digits -> digits.substring(Math.max(0, digits.length() - 8)))
        .filter(digits -> !digits.isEmpty());
  }

  private static Optional<String> name(Candidate candidate) {
    return candidate.view().get("name").map(Text::folded);
  }
}
