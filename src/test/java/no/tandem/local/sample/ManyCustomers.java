package no.tandem.local.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import no.tandem.local.sample.Words.Place;
import org.jspecify.annotations.Nullable;

/**
 * Active customers in any number, and nothing else in either system. Names are counted up like the
 * digits of a clock, over shuffled words, so that no two are the same and none has to be
 * remembered. Oddities come at fixed distances, each of them a prime, so that they also meet each
 * other.
 */
public final class ManyCustomers {
  private static final long FIRST_CUSTOMER = 100_100;
  private static final Instant FIRST_CHANGE = Instant.parse("2024-01-01T07:00:00Z");
  private static final int DAYS = 1_000;

  private final SplittableRandom random;
  private final List<String> companies;
  private final List<String> trades;
  private final List<Place> places;
  private final List<String> given;
  private final List<String> family;

  private ManyCustomers(long seed) {
    random = new SplittableRandom(seed);
    companies = shuffled(Words.COMPANY);
    trades = shuffled(Words.TRADE);
    places = shuffled(Words.PLACES);
    given = shuffled(Words.GIVEN);
    family = shuffled(Words.FAMILY);
  }

  /** That many customers; the same seed gives the same ones. */
  public static SampleData of(long seed, int count) {
    ManyCustomers many = new ManyCustomers(seed);
    List<Map<String, Object>> customers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      customers.add(many.customer(i));
    }
    return new SampleData(customers, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private Map<String, Object> customer(int i) {
    Map<String, Object> row = new LinkedHashMap<String, Object>();
    row.put("Id", FIRST_CUSTOMER + i);
    boolean isPerson = i % 50 == 49;
    row.put("IsPerson", isPerson);
    if (isPerson) {
      int nth = i / 50;
      row.put("FirstName", firstName(nth));
      row.put("LastName", family.get(nth / given.size() % family.size()));
    } else {
      row.put("Name", odd(companyName(i), i));
      row.put("OrganizationNumber", organizationNumber(i));
    }
    if (i % 13 != 12) {
      row.put("EmailAddress", "post@firma" + i + ".example");
    }
    String phone = phone(i);
    if (phone != null) {
      row.put("PhoneNumber", phone);
    }
    row.put("IsActive", true);
    row.put("IsArchived", false);
    row.put(
        "LastChangedDateTimeOffset",
        FIRST_CHANGE.plusSeconds(random.nextLong(DAYS * 24L * 3600)).toString());
    return row;
  }

  private String companyName(int i) {
    int rest = i;
    String company = companies.get(rest % companies.size());
    rest /= companies.size();
    String trade = trades.get(rest % trades.size());
    rest /= trades.size();
    String place = places.get(rest % places.size()).city();
    rest /= places.size();
    String legalForm = Words.LEGAL_FORM.get(rest % Words.LEGAL_FORM.size());
    rest /= Words.LEGAL_FORM.size();
    String number = rest == 0 ? "" : " " + (rest + 1);
    return company + " " + trade + " " + place + number + " " + legalForm;
  }

  /** The second given name distinguishes those whose first and last name are used up. */
  private String firstName(int nth) {
    int rest = nth / given.size() / family.size();
    String first = given.get(nth % given.size());
    return rest == 0 ? first : first + " " + given.get((rest - 1) % given.size());
  }

  /** The name with an oddity at every so manieth; the name itself stays whole within it. */
  private static String odd(String name, int i) {
    String odd = name;
    if (i % 97 == 5) {
      odd = "O'Hara's " + odd;
    }
    if (i % 211 == 7) {
      odd = odd.replaceFirst(" ", "  ");
    }
    if (i % 307 == 19) {
      odd = "\"" + odd + "\"";
    }
    if (i % 401 == 17) {
      odd = odd + " " + Words.FISH;
    }
    if (i % 487 == 13) {
      odd = Words.filled(odd + ", avdeling for ", 250);
    }
    if (i % 251 == 11) {
      odd = " " + odd + " ";
    }
    return odd;
  }

  private static String organizationNumber(int i) {
    // Some eight digits have no check digit, but never twenty in a row, where the next one begins.
    int eight = 30_000_000 + i * 20;
    String number = Spelling.organizationNumber(eight);
    while (number.isEmpty()) {
      eight++;
      number = Spelling.organizationNumber(eight);
    }
    return number;
  }

  private @Nullable String phone(int i) {
    return switch (i % 20) {
      case 3 -> null;
      case 11 -> "";
      default -> Spelling.phone(20_000_000 + random.nextInt(60_000_000), i);
    };
  }

  private <T> List<T> shuffled(List<T> words) {
    List<T> shuffled = new ArrayList<>(words);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
