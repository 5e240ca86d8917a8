package no.tandem.local.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import no.tandem.local.sample.Words.Place;
import org.jspecify.annotations.Nullable;

/**
 * The wholesaler. How many records of which kind there are is the same for every seed; which names,
 * numbers and moments they bear, and who owns whom, is not. An instance builds once.
 */
final class Wholesaler {
  private static final int COMPANY_CUSTOMERS = 180;
  private static final int PERSON_CUSTOMERS = 40;
  private static final int COMPANY_SUPPLIERS = 22;
  private static final int PERSON_SUPPLIERS = 15;
  private static final int IN_BOTH_ROLES = 3;
  private static final int CONTACT_PERSONS_AT_CUSTOMERS = 245;
  private static final int CONTACT_PERSONS_AT_SUPPLIERS = 40;

  private static final long FIRST_CUSTOMER = 100_100;
  private static final long FIRST_SUPPLIER = 200_100;
  private static final long FIRST_CONTACT_PERSON = 300_100;
  private static final long FIRST_DEPARTMENT = 500;
  private static final int FIRST_ORGANISATION = 1001;
  private static final int FIRST_PERSON = 5001;

  private static final String NO_DOMAIN_OF_THEIR_OWN = "postkassa.example";

  private final SplittableRandom random;
  private final Moments moments;
  private final Set<String> usedNames = new HashSet<>();
  private final Set<String> usedDomains = new HashSet<>();
  private final Set<String> usedOrganizationNumbers = new HashSet<>();
  private int phones;

  private final List<Map<String, Object>> customers = new ArrayList<>();
  private final List<Map<String, Object>> suppliers = new ArrayList<>();
  private final List<Map<String, Object>> departments = new ArrayList<>();
  private final List<Map<String, Object>> contactPersonRows = new ArrayList<>();
  private final List<Map<String, Object>> organisationRows = new ArrayList<>();
  private final List<Map<String, Object>> personRows = new ArrayList<>();

  private final Map<Long, Contact> owners = new HashMap<>();
  private final List<Contact> activeCompanies = new ArrayList<>();
  private final List<Contact> companiesOutOfUse = new ArrayList<>();
  private final List<Contact> companySuppliers = new ArrayList<>();
  private final List<ContactPerson> contactPersons = new ArrayList<>();

  /** Customers for whom webCRM has exactly one organisation, and that one their own. */
  private final List<Contact> known = new ArrayList<>();

  /** Customers for whom webCRM has two organisations of that name. */
  private final List<Contact> knownTwice = new ArrayList<>();

  /** Customers for whom webCRM has one organisation, but which are no simple match. */
  private final List<Contact> knownInVain = new ArrayList<>();

  private final List<Contact> inBothRoles = new ArrayList<>();
  private final List<ContactPerson> mustBeKnown = new ArrayList<>();
  private final List<ContactPerson> mustNotBeKnown = new ArrayList<>();
  private final List<WebCrmRows.Organisation> organisations = new ArrayList<>();

  /** Where in {@link #organisations} the one of a known customer stands. */
  private final Map<Long, Integer> organisationOf = new HashMap<>();

  Wholesaler(long seed) {
    random = new SplittableRandom(seed);
    moments = new Moments(random.split());
    Words.DEPARTMENTS.forEach(name -> usedNames.add(Spelling.matched(name)));
  }

  SampleData build() {
    makeDepartments();
    makeCustomers();
    makeSuppliers();
    makeContactPersons();
    makeOrganisations();
    makePersons();
    return new SampleData(
        customers, suppliers, departments, contactPersonRows, organisationRows, personRows);
  }

  // PowerOffice Go

  private void makeDepartments() {
    for (int i = 0; i < Words.DEPARTMENTS.size(); i++) {
      Instant created = moments.any();
      boolean active = i < Words.DEPARTMENTS.size() - 1;
      departments.add(
          PowerOfficeRows.department(
              FIRST_DEPARTMENT + i,
              Integer.toString(10 * (i + 1)),
              Words.DEPARTMENTS.get(i),
              active,
              created,
              moments.after(created)));
    }
  }

  /** What decides about a customer before it has an id. */
  private enum Standing {
    ORDINARY,
    ODDLY_NAMED,
    ARCHIVED,
    INACTIVE,
    NAMED_LIKE_ANOTHER,
    LONG_NAME,
    LONG_PHONE,
    NAMED_LIKE_A_DEPARTMENT
  }

  private record Planned(boolean person, @Nullable String name, Standing standing) {}

  private List<Planned> plannedCustomers() {
    List<Planned> planned = new ArrayList<>();
    for (String name : Words.TWICE) {
      planned.add(new Planned(false, name, Standing.NAMED_LIKE_ANOTHER));
      planned.add(new Planned(false, name, Standing.NAMED_LIKE_ANOTHER));
    }
    planned.add(new Planned(false, Words.OF_250_CHARACTERS, Standing.LONG_NAME));
    planned.add(new Planned(false, Words.EMOJI_AT_200, Standing.LONG_NAME));
    planned.add(
        new Planned(false, Words.SHARED_WITH_A_DEPARTMENT, Standing.NAMED_LIKE_A_DEPARTMENT));
    for (String name :
        List.of(
            Words.APOSTROPHE,
            Words.QUOTES,
            Words.EMOJI,
            Words.LEADING_BLANK,
            Words.TRAILING_BLANK,
            Words.DOUBLE_BLANK,
            Words.APOSTROPHES_AND_AMPERSAND)) {
      planned.add(new Planned(false, name, Standing.ODDLY_NAMED));
    }
    planned.add(new Planned(false, null, Standing.LONG_PHONE));
    plan(planned, 10, false, Standing.ARCHIVED);
    plan(planned, 5, false, Standing.INACTIVE);
    plan(planned, COMPANY_CUSTOMERS - planned.size(), false, Standing.ORDINARY);
    plan(planned, 2, true, Standing.ARCHIVED);
    plan(planned, 1, true, Standing.INACTIVE);
    plan(planned, COMPANY_CUSTOMERS + PERSON_CUSTOMERS - planned.size(), true, Standing.ORDINARY);
    Collections.shuffle(planned, random);
    return planned;
  }

  private static void plan(List<Planned> planned, int count, boolean person, Standing standing) {
    for (int i = 0; i < count; i++) {
      planned.add(new Planned(person, null, standing));
    }
  }

  private void makeCustomers() {
    List<Contact> ordinaryCompanies = new ArrayList<>();
    List<Contact> oddlyNamed = new ArrayList<>();
    List<Contact> ordinaryPersons = new ArrayList<>();
    List<Contact> archivedCompanies = new ArrayList<>();
    List<Contact> namesakes = new ArrayList<>();
    for (Planned planned : plannedCustomers()) {
      Standing standing = planned.standing();
      long id = FIRST_CUSTOMER + customers.size();
      boolean archived = standing == Standing.ARCHIVED;
      Contact contact =
          planned.person()
              ? person(id, archived, null)
              : company(
                  id,
                  planned.name() == null ? companyName() : planned.name(),
                  archived,
                  standing == Standing.LONG_PHONE
                      ? "+47 22 33 44 55 (sentralbord, hverdager klokken 08:00 til 16:00)"
                      : phone());
      // A batch gives several records one stamp, here the latest of all: the next sweep's cursor.
      boolean inBatch = customers.size() % 30 == 7;
      Instant created = moments.after(contact.created());
      Instant changed = inBatch ? Moments.LAST : moments.after(created);
      customers.add(
          PowerOfficeRows.fullCustomer(
              contact,
              10_000L + customers.size(),
              standing != Standing.INACTIVE,
              created,
              changed));
      owners.put(id, contact);
      switch (standing) {
        case ORDINARY -> (planned.person() ? ordinaryPersons : ordinaryCompanies).add(contact);
        case ARCHIVED -> {
          if (!planned.person()) {
            archivedCompanies.add(contact);
          }
        }
        case ODDLY_NAMED -> oddlyNamed.add(contact);
        case NAMED_LIKE_ANOTHER -> namesakes.add(contact);
        case INACTIVE, LONG_NAME, LONG_PHONE, NAMED_LIKE_A_DEPARTMENT -> {}
      }
      if (!planned.person()) {
        boolean outOfUse = archived || standing == Standing.INACTIVE;
        (outOfUse ? companiesOutOfUse : activeCompanies).add(contact);
      }
    }
    Collections.shuffle(ordinaryCompanies, random);
    knownTwice.addAll(ordinaryCompanies.subList(0, 6));
    known.addAll(ordinaryCompanies.subList(6, 57));
    // Quotes and apostrophes in a name matter where the other system is asked for that name.
    known.addAll(oddlyNamed);
    known.addAll(ordinaryPersons.subList(0, 8));
    inBothRoles.addAll(ordinaryCompanies.subList(57, 57 + IN_BOTH_ROLES));
    knownInVain.addAll(archivedCompanies.subList(0, 2));
    // One organisation of that name for two customers; of the other pair webCRM knows nothing.
    namesakes.removeIf(contact -> !contact.displayName().equals(Words.TWICE.getFirst()));
    knownInVain.add(namesakes.getFirst());
  }

  private void makeSuppliers() {
    for (int i = 0; i < COMPANY_SUPPLIERS + PERSON_SUPPLIERS; i++) {
      long id = FIRST_SUPPLIER + i;
      Contact contact;
      if (i < COMPANY_SUPPLIERS) {
        contact = company(id, companyName(), false, phone());
        companySuppliers.add(contact);
        owners.put(id, contact);
      } else {
        int nth = i - COMPANY_SUPPLIERS;
        contact = person(id, nth == PERSON_SUPPLIERS - 1, nth % 5 < 3 ? dateOfBirth() : null);
      }
      addSupplier(contact);
    }
    for (Contact contact : inBothRoles) {
      addSupplier(contact);
    }
  }

  private void addSupplier(Contact contact) {
    Instant created = moments.after(contact.created());
    suppliers.add(
        PowerOfficeRows.fullSupplier(
            contact, 20_000L + suppliers.size(), true, created, moments.after(created)));
  }

  private void makeContactPersons() {
    List<Contact> knownCompanies = known.stream().filter(contact -> !contact.person()).toList();
    Contact firstMailbox = knownCompanies.get(0);
    Contact secondMailbox = knownCompanies.get(1);
    Contact namesakes = knownCompanies.get(2);
    shareMailbox(firstMailbox);
    shareMailbox(secondMailbox);
    addNamesakes(namesakes);
    for (Contact owner : knownCompanies.subList(3, 7)) {
      // Without a last name, which webCRM writes as "-".
      ContactPerson person = contactPerson(owner, contactPersons.size() % 2 == 0 ? null : "", true);
      contactPersons.add(person);
      mustBeKnown.add(person);
    }
    for (Contact owner : knownCompanies.subList(3, knownCompanies.size())) {
      contactPersons.add(contactPerson(owner, familyName(), true));
    }
    for (Contact owner : knownCompanies.subList(7, knownCompanies.size())) {
      contactPersons.add(contactPerson(owner, familyName(), true));
    }
    while (contactPersons.size() < CONTACT_PERSONS_AT_CUSTOMERS) {
      int left = CONTACT_PERSONS_AT_CUSTOMERS - contactPersons.size();
      String lastName =
          switch (left) {
            case 1, 2 -> null;
            case 3, 4 -> "";
            default -> familyName();
          };
      Contact owner = activeCompanies.get(random.nextInt(activeCompanies.size()));
      contactPersons.add(contactPerson(owner, lastName, left < 5 || left > 16));
    }
    for (int i = 0; i < CONTACT_PERSONS_AT_SUPPLIERS; i++) {
      Contact owner = companySuppliers.get(i % companySuppliers.size());
      contactPersons.add(contactPerson(owner, familyName(), i != 0));
    }
    for (Contact owner : companiesOutOfUse) {
      contactPersons.add(contactPerson(owner, familyName(), true));
    }
    Collections.shuffle(contactPersons, random);
    Set<Long> withDefault = new HashSet<>();
    for (ContactPerson person : contactPersons) {
      Instant created = moments.after(owner(person).created());
      contactPersonRows.add(
          PowerOfficeRows.contactPerson(
              FIRST_CONTACT_PERSON + contactPersonRows.size(),
              person,
              withDefault.add(person.owner()),
              created,
              moments.after(created)));
    }
  }

  /** Two people read one mailbox; webCRM knows the first of them. */
  private void shareMailbox(Contact owner) {
    String mailbox = "post@" + domain(owner);
    ContactPerson first = contactPerson(owner, familyName(), true, mailbox);
    ContactPerson second = contactPerson(owner, familyName(), true, mailbox);
    contactPersons.add(first);
    contactPersons.add(second);
    mustBeKnown.add(first);
    mustNotBeKnown.add(second);
  }

  /** Two people of one name, whom only their mail addresses tell apart; webCRM knows neither. */
  private void addNamesakes(Contact owner) {
    ContactPerson one = contactPerson(owner, familyName(), true);
    String mail = plainMail(one);
    ContactPerson first = withMail(one, mail);
    ContactPerson second = withMail(one, mail.replace("@", ".junior@"));
    for (ContactPerson person : List.of(first, second)) {
      contactPersons.add(person);
      mustNotBeKnown.add(person);
    }
  }

  private static ContactPerson withMail(ContactPerson person, String mail) {
    return new ContactPerson(
        person.owner(),
        person.firstName(),
        person.lastName(),
        mail,
        person.phone(),
        person.title(),
        person.active());
  }

  // webCRM

  private void makeOrganisations() {
    // Those with a telephone come first, as most of the differences are about it.
    List<Contact> inOrder = new ArrayList<>(known.stream().filter(Contact::hasPhone).toList());
    inOrder.addAll(known.stream().filter(contact -> !contact.hasPhone()).toList());
    for (int i = 0; i < inOrder.size(); i++) {
      Contact contact = inOrder.get(i);
      organisationOf.put(contact.id(), organisations.size());
      organisations.add(asWebCrmKnowsIt(contact, i));
    }
    for (Contact contact : knownInVain) {
      organisations.add(
          organisation(contact.displayName().strip(), Contact.orEmpty(contact.phone()), contact));
    }
    for (int i = 0; i < knownTwice.size(); i++) {
      Contact contact = knownTwice.get(i);
      String name = contact.displayName().strip();
      // Without organisation number, so that nothing but the name could decide.
      organisations.add(organisationWithoutNumber(name, Contact.orEmpty(contact.phone())));
      organisations.add(
          organisationWithoutNumber(
              i % 3 == 0 ? name.toUpperCase(Spelling.NORWEGIAN) : name, newPhone()));
    }
    for (String department : Words.DEPARTMENTS.subList(0, 4)) {
      organisations.add(organisationWithoutNumber(department, ""));
    }
    for (int i = 0; i < 15; i++) {
      Contact unknown = company(0, companyName(), false, newPhone());
      organisations.add(
          organisation(unknown.displayName(), Contact.orEmpty(unknown.phone()), unknown));
    }
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < organisations.size(); i++) {
      ids.add(i);
    }
    Collections.shuffle(ids, random);
    organisationOf.replaceAll((customer, index) -> FIRST_ORGANISATION + ids.indexOf(index));
    for (int index : ids) {
      organisationRows.add(
          WebCrmRows.organisation(
              FIRST_ORGANISATION + organisationRows.size(), organisations.get(index)));
    }
  }

  private WebCrmRows.Organisation asWebCrmKnowsIt(Contact contact, int nth) {
    String name = contact.displayName().strip();
    String phone = Contact.orEmpty(contact.phone());
    if (nth < 10) {
      name = name.toUpperCase(Spelling.NORWEGIAN);
    } else if (nth < 16) {
      name = name.replaceFirst(" ", "  ");
    } else if (nth < 26) {
      phone = "";
    } else if (nth < 34) {
      phone = newPhone();
    } else if (nth < 38) {
      // The same number, as webCRM's users tend to type it.
      phone = phone.replaceAll("[^0-9]", "").replaceFirst("^(0047|47)(?=.{8}$)", "");
      phone = "+47-" + phone;
    } else if (phone.isEmpty() && nth % 2 == 0) {
      phone = newPhone();
    }
    return organisation(name, phone, contact);
  }

  private WebCrmRows.Organisation organisation(String name, String phone, Contact contact) {
    Instant created = moments.any();
    return new WebCrmRows.Organisation(
        name,
        phone,
        Contact.orEmpty(contact.organizationNumber()),
        Contact.orEmpty(contact.website()),
        contact.street(),
        contact.place(),
        created,
        moments.after(created));
  }

  private WebCrmRows.Organisation organisationWithoutNumber(String name, String phone) {
    Instant created = moments.any();
    return new WebCrmRows.Organisation(
        name, phone, "", "", street(), place(), created, moments.after(created));
  }

  private void makePersons() {
    List<ContactPerson> others = new ArrayList<>();
    for (ContactPerson person : contactPersons) {
      if (person.active()
          && organisationOf.containsKey(person.owner())
          && !Contact.orEmpty(person.lastName()).isEmpty()
          && !mustBeKnown.contains(person)
          && !mustNotBeKnown.contains(person)) {
        others.add(person);
      }
    }
    // Those with a mail address come first, as most of the differences are about it.
    List<ContactPerson> inOrder =
        new ArrayList<>(others.stream().filter(person -> person.email() != null).toList());
    inOrder.addAll(others.stream().filter(person -> person.email() == null).toList());
    List<WebCrmRows.Person> persons = new ArrayList<>();
    for (ContactPerson person : mustBeKnown) {
      persons.add(person(person, Contact.orEmpty(person.email()), "Active"));
    }
    int toMake = 80 - persons.size();
    for (int i = 0; i < toMake; i++) {
      boolean fromTheEnd = i >= toMake - 6;
      ContactPerson person = inOrder.get(fromTheEnd ? inOrder.size() - (toMake - i) : i);
      persons.add(asWebCrmKnowsThem(person, i));
    }
    List<Integer> knownOrganisations = known.stream().map(this::organisationId).toList();
    for (int i = 0; i < 10; i++) {
      int organisation = knownOrganisations.get(i * 5);
      String[] name = personName();
      persons.add(
          person(
              organisation,
              name[0],
              name[1],
              Spelling.personMail(name[0], name[1], NO_DOMAIN_OF_THEIR_OWN),
              newPhone(),
              "Active"));
    }
    Collections.shuffle(persons, random);
    for (WebCrmRows.Person person : persons) {
      personRows.add(WebCrmRows.person(FIRST_PERSON + personRows.size(), person));
    }
  }

  private WebCrmRows.Person asWebCrmKnowsThem(ContactPerson person, int nth) {
    String mail = Contact.orEmpty(person.email());
    if (nth < 6) {
      return person(person, mail.toUpperCase(Spelling.NORWEGIAN), "Active");
    } else if (nth < 14) {
      return person(person, "", "Active");
    } else if (nth < 18) {
      return person(person, mail, "Resigned");
    } else if (nth < 24) {
      return person(
          organisationId(person.owner()),
          person.firstName().toUpperCase(Spelling.NORWEGIAN),
          Contact.orEmpty(person.lastName()).toUpperCase(Spelling.NORWEGIAN),
          mail,
          Contact.orEmpty(person.phone()),
          "Active");
    } else if (nth < 30) {
      return person(
          organisationId(person.owner()),
          person.firstName(),
          Contact.orEmpty(person.lastName()),
          mail,
          newPhone(),
          "Active");
    }
    return person(person, mail.isEmpty() ? plainMail(person) : mail, "Active");
  }

  private WebCrmRows.Person person(ContactPerson person, String mail, String status) {
    String lastName = Contact.orEmpty(person.lastName());
    return person(
        organisationId(person.owner()),
        person.firstName(),
        // webCRM requires one.
        lastName.isEmpty() ? "-" : lastName,
        mail,
        Contact.orEmpty(person.phone()),
        status);
  }

  private WebCrmRows.Person person(
      int organisation,
      String firstName,
      String lastName,
      String mail,
      String phone,
      String status) {
    Instant created = moments.any();
    return new WebCrmRows.Person(
        organisation,
        firstName,
        lastName,
        mail,
        phone,
        title(),
        status,
        created,
        moments.after(created));
  }

  private int organisationId(Contact contact) {
    return organisationId(contact.id());
  }

  private int organisationId(long customer) {
    return value(organisationOf, customer);
  }

  // What records are made of

  private Contact company(long id, String name, boolean archived, @Nullable String phone) {
    usedNames.add(Spelling.matched(name));
    String plain = Spelling.plain(name.replaceAll(" (AS|ASA|ANS)\\s*$", ""));
    String domain = plain + ".example";
    for (int i = 2; !usedDomains.add(domain); i++) {
      domain = plain + i + ".example";
    }
    String mailbox =
        switch (random.nextInt(12)) {
          case 0, 1 -> "ordre@";
          case 2 -> "faktura@";
          default -> "post@";
        };
    return new Contact(
        id,
        false,
        name,
        null,
        null,
        null,
        organizationNumber(),
        random.nextInt(15) == 0 ? null : mailbox + domain,
        phone,
        "www." + domain,
        place(),
        street(),
        archived,
        moments.any());
  }

  private Contact person(long id, boolean archived, @Nullable String dateOfBirth) {
    String[] name = personName();
    // What PowerOffice answers as a person's Name is not documented: both forms occur here.
    String joined = random.nextBoolean() ? Spelling.fullName(name[0], name[1]) : null;
    return new Contact(
        id,
        true,
        joined,
        name[0],
        name[1],
        dateOfBirth,
        null,
        random.nextInt(8) == 0
            ? null
            : Spelling.personMail(name[0], name[1], NO_DOMAIN_OF_THEIR_OWN),
        phone(),
        null,
        place(),
        street(),
        archived,
        moments.any());
  }

  private ContactPerson contactPerson(Contact owner, @Nullable String lastName, boolean active) {
    boolean withMail = contactPersons.size() % 10 != 9;
    return contactPerson(owner, lastName, active, withMail ? "" : null);
  }

  /** The mail null for none and empty for one made of the name. */
  private ContactPerson contactPerson(
      Contact owner, @Nullable String lastName, boolean active, @Nullable String mail) {
    String firstName = Words.GIVEN.get(random.nextInt(Words.GIVEN.size()));
    while (!usedNames.add(
        Spelling.matched(Spelling.fullName(firstName, Contact.orEmpty(lastName))))) {
      firstName = Words.GIVEN.get(random.nextInt(Words.GIVEN.size()));
    }
    ContactPerson person =
        new ContactPerson(owner.id(), firstName, lastName, mail, phone(), title(), active);
    return mail != null && mail.isEmpty() ? withMail(person, plainMail(person)) : person;
  }

  private String plainMail(ContactPerson person) {
    return Spelling.personMail(
        person.firstName(), Contact.orEmpty(person.lastName()), domain(owner(person)));
  }

  private Contact owner(ContactPerson person) {
    return value(owners, person.owner());
  }

  private static String domain(Contact company) {
    return Contact.orEmpty(company.website()).replaceFirst("^www\\.", "");
  }

  /** A name that no other company or department of this data has, letter case and blanks aside. */
  private String companyName() {
    while (true) {
      String company = Words.COMPANY.get(random.nextInt(Words.COMPANY.size()));
      String trade = Words.TRADE.get(random.nextInt(Words.TRADE.size()));
      String name =
          switch (random.nextInt(6)) {
            case 0 -> familyName() + " & Sønner AS";
            case 1 -> familyName() + " " + trade + " AS";
            case 2 -> company + " " + place().city() + " AS";
            case 3 -> company + " " + trade + " " + place().city() + " AS";
            case 4 -> company + " " + trade + " ANS";
            default -> company + " " + trade + " AS";
          };
      if (usedNames.add(Spelling.matched(name))) {
        return name;
      }
    }
  }

  /** First and last name, together unlike any other name of this data. */
  private String[] personName() {
    while (true) {
      String firstName = Words.GIVEN.get(random.nextInt(Words.GIVEN.size()));
      String lastName = familyName();
      if (usedNames.add(Spelling.matched(Spelling.fullName(firstName, lastName)))) {
        return new String[] {firstName, lastName};
      }
    }
  }

  private String familyName() {
    return Words.FAMILY.get(random.nextInt(Words.FAMILY.size()));
  }

  private String organizationNumber() {
    while (true) {
      String number = Spelling.organizationNumber(30_000_000 + random.nextInt(10_000_000));
      if (!number.isEmpty() && usedOrganizationNumbers.add(number)) {
        return number;
      }
    }
  }

  /** Every ninth is empty, in PowerOffice's two ways by turns. */
  private @Nullable String phone() {
    int nth = phones++;
    return switch (nth % 18) {
      case 8 -> null;
      case 17 -> "";
      default -> newPhone();
    };
  }

  private String newPhone() {
    return Spelling.phone(20_000_000 + random.nextInt(60_000_000), random.nextInt(7));
  }

  private String dateOfBirth() {
    return LocalDate.of(1950, 1, 1).plusDays(random.nextInt(18_000)).toString();
  }

  private Place place() {
    return Words.PLACES.get(random.nextInt(Words.PLACES.size()));
  }

  private String street() {
    return Words.STREETS.get(random.nextInt(Words.STREETS.size())) + " " + (1 + random.nextInt(90));
  }

  private String title() {
    return Words.TITLES.get(random.nextInt(Words.TITLES.size()));
  }

  private static <V> V value(Map<Long, V> map, long key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("Nothing for " + key);
    }
    return value;
  }
}
