package no.tandem.local.sample;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import no.tandem.local.sample.Words.Place;
import org.jspecify.annotations.Nullable;

/**
 * Customers in any number. Names are counted up like the digits of a clock, over shuffled words, so
 * that no two are the same and none has to be remembered. Oddities come at fixed distances, each of
 * them a prime, so that they also meet each other.
 */
final class BulkCustomers {
  private static final long FIRST_CUSTOMER = 100_100;
  private static final long FIRST_CONTACT_PERSON = 300_100;

  private final SplittableRandom random;
  private final Moments moments;
  private final List<String> companies;
  private final List<String> trades;
  private final List<Place> places;
  private final List<String> given;
  private final List<String> family;

  BulkCustomers(long seed) {
    random = new SplittableRandom(seed);
    moments = new Moments(random.split());
    companies = shuffled(Words.COMPANY);
    trades = shuffled(Words.TRADE);
    places = shuffled(Words.PLACES);
    given = shuffled(Words.GIVEN);
    family = shuffled(Words.FAMILY);
  }

  SampleData build(int count, boolean withContactPersons) {
    List<Map<String, Object>> customers = new ArrayList<>(count);
    List<Map<String, Object>> contactPersons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant created = moments.any();
      boolean isPerson = i % 50 == 49;
      Contact contact = isPerson ? person(i, created) : company(i, created);
      customers.add(
          PowerOfficeRows.customer(contact, 10_000L + i, true, created, moments.after(created)));
      if (withContactPersons && !isPerson) {
        ContactPerson contactPerson = contactPerson(i, contact);
        contactPersons.add(
            PowerOfficeRows.contactPerson(
                FIRST_CONTACT_PERSON + contactPersons.size(),
                contactPerson,
                true,
                created,
                moments.after(created)));
      }
    }
    return new SampleData(customers, List.of(), List.of(), contactPersons, List.of(), List.of());
  }

  private Contact company(int i, Instant created) {
    String name = companyName(i);
    String domain = Spelling.plain(companies.get(i % companies.size())) + i + ".example";
    return new Contact(
        FIRST_CUSTOMER + i,
        false,
        odd(name, i),
        null,
        null,
        null,
        organizationNumber(i),
        i % 13 == 12 ? null : "post@" + domain,
        phone(i),
        null,
        places.get(i % places.size()),
        Words.STREETS.getFirst(),
        false,
        created);
  }

  private Contact person(int i, Instant created) {
    int nth = i / 50;
    String firstName = firstName(nth);
    String lastName = family.get(nth / given.size() % family.size());
    return new Contact(
        FIRST_CUSTOMER + i,
        true,
        nth % 2 == 0 ? null : Spelling.fullName(firstName, lastName),
        firstName,
        lastName,
        null,
        null,
        Spelling.personMail(firstName, lastName, "postkassa.example"),
        phone(i),
        null,
        places.get(i % places.size()),
        Words.STREETS.getFirst(),
        false,
        created);
  }

  private ContactPerson contactPerson(int i, Contact owner) {
    String firstName = given.get(i % given.size());
    String lastName = family.get(i % family.size());
    return new ContactPerson(
        owner.id(),
        firstName,
        i % 101 == 100 ? null : lastName,
        i % 11 == 10 ? null : Spelling.personMail(firstName, lastName, "bedrift" + i + ".example"),
        phone(i + 1),
        Words.TITLES.get(i % Words.TITLES.size()),
        true);
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

  /** The second given name tells apart those whose first and last name are used up. */
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
