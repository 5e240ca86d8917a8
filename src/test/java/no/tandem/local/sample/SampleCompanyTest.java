package no.tandem.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the sample company holds: facts that other tests and the demo count on. */
class SampleCompanyTest {
  private static final String HOLDER = "Suppliers (PowerOffice Go)";

  private final SampleData data = SampleCompany.read();

  @Test
  void holdsThisManyOfEachKind() {
    assertThat(data.customers()).hasSize(220);
    assertThat(data.suppliers()).hasSize(40);
    assertThat(data.departments()).hasSize(12);
    assertThat(data.contactPersons()).hasSize(300);
    assertThat(data.organisations()).hasSize(100);
    assertThat(data.persons()).hasSize(90);
  }

  @Test
  void idsAreUnique() {
    assertThat(values(data.customers(), "Id")).isEqualTo(integers(100_100, 220));
    assertThat(values(data.departments(), "Id")).isEqualTo(integers(500, 12));
    assertThat(values(data.contactPersons(), "Id")).isEqualTo(integers(300_100, 300));
    assertThat(values(data.suppliers().subList(0, 37), "Id")).isEqualTo(integers(200_100, 37));
    assertThat(values(data.organisations(), "OrganisationId")).isEqualTo(integers(1001, 100));
    assertThat(values(data.persons(), "PersonId")).isEqualTo(integers(5001, 90));
  }

  @Test
  void someCustomersArePersonsSomeOutOfUse() {
    List<Map<String, Object>> persons = where(data.customers(), "IsPerson", true);
    assertThat(persons).hasSize(40);
    assertThat(persons).allMatch(row -> !text(row, "FirstName").isEmpty());
    assertThat(persons).allMatch(row -> !text(row, "LastName").isEmpty());
    assertThat(persons).anyMatch(row -> row.get("Name") == null);
    assertThat(persons).anyMatch(row -> row.get("Name") != null);
    assertThat(where(data.customers(), "IsArchived", true)).hasSize(12);
    assertThat(where(data.customers(), "IsActive", false)).hasSize(6);
    assertThat(where(persons, "IsArchived", true)).hasSize(2);
  }

  @Test
  void namesAreOddInEveryWayThatNamesAre() {
    List<String> names = names(data.customers());
    assertThat(names)
        .contains(
            "O'Hara Import AS",
            "\"Bryggen\" Fisk AS",
            " Havgapet Røykeri AS",
            "Sjøboden Spiseri AS  ",
            "Båtsmannen  Kolonial AS",
            "Nordnorsk Sjømat");
    assertThat(values(data.departments(), "Name")).contains("Nordnorsk Sjømat");
    assertThat(names).filteredOn(name -> name.contains("\uD83D\uDC1F")).hasSize(2);
    assertThat(names).filteredOn(name -> name.length() == 250).hasSize(1);
    assertThat(names)
        .filteredOn(name -> name.length() > 200)
        .filteredOn(name -> Character.isHighSurrogate(name.charAt(199)))
        .singleElement()
        .matches(name -> name.startsWith("æå", 197));
    assertThat(names).filteredOn(name -> name.matches(".*[æøåÆØÅ].*")).hasSizeGreaterThan(60);
  }

  @Test
  void onlyTwoPairsOfCustomersShareAName() {
    Map<String, Long> shared = counted(organisationNames(data.customers()));
    shared.values().removeIf(count -> count == 1);
    assertThat(shared)
        .containsOnly(Map.entry("bygdebua as", 2L), Map.entry("torgkjelleren kafeteria as", 2L));
  }

  @Test
  void organisationNumbersHaveNineDigitsAndARightCheckDigit() {
    List<String> numbers = texts(where(data.customers(), "IsPerson", false), "OrganizationNumber");
    assertThat(numbers).hasSize(180).doesNotHaveDuplicates().allMatch(SampleCompanyTest::checks);
    assertThat(texts(where(data.suppliers(), "IsPerson", false), "OrganizationNumber"))
        .allMatch(SampleCompanyTest::checks);
  }

  @Test
  void phonesAreSpelledInSeveralWays() {
    List<Map<String, Object>> customers = data.customers();
    for (String spelling :
        List.of(
            "\\+47 \\d\\d \\d\\d \\d\\d \\d\\d",
            "\\d{8}",
            "\\d\\d \\d\\d \\d\\d \\d\\d",
            "\\+47\\d{8}",
            "",
            ".{51,}")) {
      assertThat(customers).anyMatch(row -> text(row, "PhoneNumber").matches(spelling));
    }
    assertThat(customers).anyMatch(row -> row.get("PhoneNumber") == null);
    assertThat(customers).anyMatch(row -> row.get("EmailAddress") == null);
  }

  @Test
  void oneDepartmentIsInactive() {
    assertThat(where(data.departments(), "IsActive", true)).hasSize(11);
    assertThat(values(data.departments(), "Name")).doesNotHaveDuplicates();
  }

  @Test
  void someSuppliersArePersons() {
    List<Map<String, Object>> persons = where(data.suppliers(), "IsPerson", true);
    assertThat(persons).hasSize(15);
    assertThat(persons).filteredOn(row -> row.get("DateOfBirth") != null).hasSize(9);
    assertThat(where(data.suppliers(), "IsArchived", true)).hasSize(1);
    assertThat(where(persons, "IsArchived", true)).hasSize(1);
  }

  @Test
  void threeCompaniesAreCustomerAndSupplier() {
    Map<Object, Map<String, Object>> customers = byId(data.customers(), "Id");
    List<Map<String, Object>> both =
        data.suppliers().stream().filter(row -> customers.containsKey(id(row, "Id"))).toList();
    assertThat(both).hasSize(3);
    for (Map<String, Object> supplier : both) {
      Map<String, Object> customer = known(customers, id(supplier, "Id"));
      for (String field : List.of("Name", "OrganizationNumber", "EmailAddress", "IsArchived")) {
        assertThat(supplier.get(field)).isEqualTo(customer.get(field));
      }
      assertThat(text(supplier, "PhoneNumber")).isEqualTo(text(customer, "PhoneNumber"));
    }
  }

  @Test
  void everyContactPersonIsUnderACompany() {
    Map<Object, Map<String, Object>> customers = byId(data.customers(), "Id");
    Map<Object, Map<String, Object>> suppliers = byId(data.suppliers(), "Id");
    int atCustomers = 0;
    int atSuppliers = 0;
    int atCustomersOutOfUse = 0;
    for (Map<String, Object> person : data.contactPersons()) {
      Object owner = id(person, "ContactId");
      boolean isCustomer = customers.containsKey(owner);
      Map<String, Object> row = known(isCustomer ? customers : suppliers, owner);
      assertThat(row).containsEntry("IsPerson", false);
      if (!isCustomer) {
        atSuppliers++;
      } else if (Objects.equals(row.get("IsArchived"), true)
          || Objects.equals(row.get("IsActive"), false)) {
        atCustomersOutOfUse++;
      } else {
        atCustomers++;
      }
    }
    assertThat(atCustomers).isEqualTo(245);
    assertThat(atSuppliers).isEqualTo(40);
    assertThat(atCustomersOutOfUse).isEqualTo(15);
  }

  @Test
  void someContactPersonsLackSomething() {
    List<Map<String, Object>> persons = data.contactPersons();
    assertThat(persons).allMatch(row -> !text(row, "FirstName").isEmpty());
    assertThat(persons).filteredOn(row -> row.get("LastName") == null).hasSize(4);
    assertThat(where(persons, "LastName", "")).hasSize(4);
    assertThat(persons).filteredOn(row -> row.get("EmailAddress") == null).hasSizeBetween(20, 40);
    assertThat(where(persons, "IsActive", false)).hasSize(13);
  }

  @Test
  void twoCompaniesHaveASharedMailboxAndOneHasNamesakes() {
    List<String> mailboxes =
        data.contactPersons().stream()
            .filter(row -> text(row, "EmailAddress").startsWith("post@"))
            .map(row -> row.get("ContactId") + text(row, "EmailAddress"))
            .toList();
    assertThat(counted(mailboxes).values()).containsExactly(2L, 2L);
    List<String> names =
        data.contactPersons().stream().map(row -> row.get("ContactId") + fullName(row)).toList();
    Map<String, Long> namesakes = counted(names);
    namesakes.values().removeIf(count -> count == 1);
    assertThat(namesakes.values()).containsExactly(2L);
    assertThat(
            data.contactPersons().stream()
                .filter(row -> namesakes.containsKey(matched(row.get("ContactId") + fullName(row))))
                .map(row -> text(row, "EmailAddress")))
        .doesNotHaveDuplicates()
        .doesNotContain("");
  }

  @Test
  void webCrmKnowsAThirdOfTheCustomers() {
    Map<String, Long> organisations = counted(texts(data.organisations(), "OrganisationName"));
    Set<String> customers = new HashSet<>(counted(organisationNames(data.customers())).keySet());
    customers.removeAll(counted(texts(data.departments(), "Name")).keySet());
    Map<String, Long> known = counted(texts(data.organisations(), "OrganisationName"));
    known.keySet().retainAll(customers);
    assertThat(known).hasSize(75);
    assertThat(known.values()).filteredOn(count -> count == 2).hasSize(6);
    assertThat(known)
        .containsEntry("o'hara import as", 1L)
        .containsEntry("\"bryggen\" fisk as", 1L)
        .containsEntry("båtsmannen kolonial as", 1L);
    assertThat(known).containsKeys("bygdebua as").doesNotContainKey("torgkjelleren kafeteria as");
    assertThat(counted(texts(data.departments(), "Name")).keySet())
        .filteredOn(organisations::containsKey)
        .hasSize(4);
    assertThat(organisations).doesNotContainKey(matched(HOLDER));
  }

  @Test
  void webCrmKnowsSomeOfThemDifferently() {
    List<String> phonesDiffer = new ArrayList<>();
    List<String> phonesMissing = new ArrayList<>();
    List<String> namesDiffer = new ArrayList<>();
    Map<String, Long> twice = counted(texts(data.organisations(), "OrganisationName"));
    for (Map<String, Object> organisation : data.organisations()) {
      String name = text(organisation, "OrganisationName");
      String phone = text(organisation, "OrganisationTelephone");
      for (Map<String, Object> customer : data.customers()) {
        String customerName = organisationName(customer);
        if (!matched(customerName).equals(matched(name))
            || !Objects.equals(twice.get(matched(name)), 1L)) {
          continue;
        }
        if (!customerName.strip().equals(name)) {
          namesDiffer.add(name);
        }
        if (phone.isEmpty() && !text(customer, "PhoneNumber").isEmpty()) {
          phonesMissing.add(name);
        } else if (!phone.equals(text(customer, "PhoneNumber"))) {
          phonesDiffer.add(name);
        }
      }
    }
    assertThat(namesDiffer).hasSize(16);
    assertThat(phonesMissing).hasSizeBetween(10, 11);
    assertThat(phonesDiffer).hasSizeGreaterThanOrEqualTo(12);
  }

  @Test
  void webCrmKnowsEightyContactPersonsUnderTheirOwnCompany() {
    Map<Object, Map<String, Object>> customers = byId(data.customers(), "Id");
    Map<Object, Map<String, Object>> organisations = byId(data.organisations(), "OrganisationId");
    Set<String> contactPersons = new HashSet<>();
    for (Map<String, Object> row : data.contactPersons()) {
      Map<String, Object> customer = customers.get(id(row, "ContactId"));
      if (customer != null) {
        contactPersons.add(matched(organisationName(customer)) + ":" + matched(fullName(row)));
      }
    }
    List<String> persons = new ArrayList<>();
    for (Map<String, Object> row : data.persons()) {
      String organisation =
          text(known(organisations, id(row, "PersonOrganisationId")), "OrganisationName");
      String last = text(row, "PersonLastName").equals("-") ? "" : text(row, "PersonLastName");
      persons.add(matched(organisation) + ":" + matched(text(row, "PersonFirstName") + " " + last));
    }
    assertThat(persons).doesNotHaveDuplicates();
    assertThat(persons).filteredOn(contactPersons::contains).hasSize(80);
    assertThat(where(data.persons(), "PersonStatus", "Resigned")).hasSize(4);
    assertThat(where(data.persons(), "PersonLastName", "-")).hasSize(4);
    assertThat(where(data.persons(), "PersonEmail", "")).hasSizeGreaterThanOrEqualTo(8);
    assertThat(texts(data.persons(), "PersonEmail"))
        .filteredOn(mail -> !mail.equals(mail.toLowerCase(Locale.ROOT)))
        .hasSize(6);
  }

  @Test
  void stampsAreInTheVendorsSpellingAndInOrder() {
    String powerOffice = "202[4-6]-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z";
    String webCrm = "202[4-6]-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+0[01]:00";
    assertThat(texts(data.customers(), "LastChangedDateTimeOffset"))
        .allMatch(stamp -> stamp.matches(powerOffice));
    assertThat(texts(data.organisations(), "OrganisationUpdatedAt"))
        .allMatch(stamp -> stamp.matches(webCrm))
        .anyMatch(stamp -> stamp.endsWith("+00:00"))
        .anyMatch(stamp -> stamp.endsWith("+01:00"));
    assertInOrder(data.organisations(), "OrganisationCreatedAt", "OrganisationUpdatedAt");
    assertInOrder(data.persons(), "PersonCreatedAt", "PersonUpdatedAt");
    List<String> stamps = texts(data.customers(), "LastChangedDateTimeOffset");
    String latest = stamps.stream().max(String::compareTo).orElseThrow();
    assertThat(stamps).filteredOn(latest::equals).as("a batch with one stamp").hasSize(8);
  }

  @Test
  void webCrmHoldsNothingThatWouldNotFit() {
    assertThat(data.organisations()).noneMatch(row -> row.containsValue(null));
    assertThat(data.persons()).noneMatch(row -> row.containsValue(null));
    assertThat(texts(data.organisations(), "OrganisationName"))
        .allMatch(name -> !name.isEmpty() && name.length() <= 200);
    for (String field : List.of("OrganisationTelephone", "OrganisationWww", "OrganisationCity")) {
      assertThat(texts(data.organisations(), field)).allMatch(value -> value.length() <= 50);
    }
    assertThat(texts(data.persons(), "PersonLastName")).doesNotContain("");
  }

  @Test
  void mailDomainsAreReserved() {
    Stream.of(
            texts(data.customers(), "EmailAddress"),
            texts(data.suppliers(), "EmailAddress"),
            texts(data.contactPersons(), "EmailAddress"),
            texts(data.persons(), "PersonEmail"))
        .flatMap(List::stream)
        .filter(mail -> !mail.isEmpty())
        .forEach(mail -> assertThat(mail).matches("(?i)[a-z0-9.]+@[a-z0-9]+\\.example"));
  }

  @Test
  void manyCustomersAreActiveAllDifferentAndSomeOdd() {
    assertThat(ManyCustomers.of(1, 500)).isEqualTo(ManyCustomers.of(1, 500));
    assertThat(ManyCustomers.of(1, 500)).isNotEqualTo(ManyCustomers.of(2, 500));
    List<Map<String, Object>> customers = ManyCustomers.of(1, 10_000).customers();
    assertThat(counted(organisationNames(customers))).hasSize(10_000);
    assertThat(where(customers, "IsPerson", true)).hasSize(200);
    assertThat(where(customers, "IsActive", true)).hasSize(10_000);
    assertThat(where(customers, "IsArchived", false)).hasSize(10_000);
    assertThat(names(customers)).filteredOn(name -> name.length() >= 250).hasSizeBetween(15, 25);
    assertThat(names(customers)).filteredOn(name -> name.contains("'")).hasSizeBetween(90, 120);
    List<String> numbers = texts(where(customers, "IsPerson", false), "OrganizationNumber");
    assertThat(numbers).allMatch(SampleCompanyTest::checks).doesNotHaveDuplicates();
  }

  @Test
  void everyNameHoldsOneOfTheWords() {
    List<String> words = Words.all();
    assertThat(words).doesNotHaveDuplicates();
    assertThat(words).allMatch(word -> word.chars().filter(Character::isLetter).count() >= 4);
    Stream.of(data, ManyCustomers.of(3, 5_000))
        .flatMap(
            all ->
                Stream.of(
                        organisationNames(all.customers()),
                        organisationNames(all.suppliers()),
                        texts(all.departments(), "Name"),
                        texts(all.contactPersons(), "FirstName"),
                        texts(all.contactPersons(), "LastName"),
                        texts(all.organisations(), "OrganisationName"),
                        texts(all.persons(), "PersonLastName"))
                    .flatMap(List::stream))
        .filter(name -> !name.isEmpty() && !name.equals("-"))
        .distinct()
        .forEach(
            name ->
                assertThat(words).as(name).anyMatch(word -> matched(name).contains(matched(word))));
  }

  @Test
  void noWordIsPartOfWhatAProgramLogs() {
    String logged =
        """
        customers departments contact-persons supplier-persons Customer Department ContactPerson Supplier
        Organisation Person Suppliers (PowerOffice Go) webCRM tenant pair sweep plan apply outcome
        Name PhoneNumber OrganisationTelephone OrganisationName FirstName LastName EmailAddress
        PersonFirstName PersonLastName PersonEmail PersonDirectPhone PersonOrganisationId DateOfBirth
        PersonBirthday ContactId ExternalImportReference ExternalCode IsArchived IsActive Resigned
        created adopted updated ended conflicts drifted held refused deferred ambiguous stopped in sync
        changed unchanged retry transient rejected timeout connection refused Retry-After fingerprint
        started finished failed validation error not found missing privilege Too Many Requests
        unlinked restored stored cancelled serialised channel several learned average excellent client
        exception hibernate quarkus listening installed features profile activated localhost
        """
            .toLowerCase(Locale.ROOT);
    assertThat(Words.all()).noneMatch(word -> logged.contains(word.toLowerCase(Locale.ROOT)));
  }

  private static boolean checks(String number) {
    if (!number.matches("\\d{9}")) {
      return false;
    }
    int[] weights = {3, 2, 7, 6, 5, 4, 3, 2, 1};
    int sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += weights[i] * (number.charAt(i) - '0');
    }
    return sum % 11 == 0;
  }

  private static void assertInOrder(List<Map<String, Object>> rows, String earlier, String later) {
    assertThat(rows)
        .allMatch(
            row ->
                !OffsetDateTime.parse(text(row, earlier))
                    .isAfter(OffsetDateTime.parse(text(row, later))));
  }

  private static List<String> organisationNames(List<Map<String, Object>> rows) {
    return rows.stream().map(SampleCompanyTest::organisationName).toList();
  }

  private static String organisationName(Map<String, Object> row) {
    return Objects.equals(row.get("IsPerson"), true) ? fullName(row) : text(row, "Name");
  }

  private static String fullName(Map<String, Object> row) {
    return text(row, "FirstName") + " " + text(row, "LastName");
  }

  private static List<String> names(List<Map<String, Object>> rows) {
    return texts(rows, "Name");
  }

  /** How often each occurs, letter case and repeated blanks aside. */
  private static Map<String, Long> counted(List<String> texts) {
    return texts.stream()
        .collect(Collectors.groupingBy(SampleCompanyTest::matched, Collectors.counting()));
  }

  private static String matched(String name) {
    return String.join(" ", Arrays.asList(name.strip().split("\\s+", -1))).toLowerCase(Locale.ROOT);
  }

  private static List<Map<String, Object>> where(
      List<Map<String, Object>> rows, String field, Object value) {
    Predicate<Map<String, Object>> matches = row -> value.equals(row.get(field));
    return rows.stream().filter(matches).toList();
  }

  private static List<String> texts(List<Map<String, Object>> rows, String field) {
    return rows.stream().map(row -> text(row, field)).toList();
  }

  private static List<Object> values(List<Map<String, Object>> rows, String field) {
    return rows.stream().map(row -> id(row, field)).toList();
  }

  private static String text(Map<String, Object> row, String field) {
    return row.get(field) instanceof String text ? text : "";
  }

  private static Object id(Map<String, Object> row, String field) {
    return Objects.requireNonNull(row.get(field));
  }

  private static Map<Object, Map<String, Object>> byId(
      List<Map<String, Object>> rows, String field) {
    return rows.stream().collect(Collectors.toMap(row -> id(row, field), Function.identity()));
  }

  private static Map<String, Object> known(Map<Object, Map<String, Object>> rows, Object id) {
    return Objects.requireNonNull(rows.get(id));
  }

  private static List<Integer> integers(int first, int count) {
    return IntStream.range(first, first + count).boxed().toList();
  }
}
