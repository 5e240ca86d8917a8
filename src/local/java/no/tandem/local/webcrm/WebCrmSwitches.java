package no.tandem.local.webcrm;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the vendor leaves open or can differ from tenant to tenant. Every setting can be changed
 * while the simulator runs, and has the default that is likeliest for the real service.
 */
public final class WebCrmSwitches {

  /** What the application token's rights are set for, one by one. */
  public enum Area {
    ORGANISATIONS("organisations"),
    PERSONS("persons"),
    QUERIES("queries"),
    HOOKS("hooks"),
    FIELDS_METADATA("fields metadata");

    private final String title;

    Area(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** A right within an area; each includes the ones before it. */
  public enum Right {
    NONE,
    READ,
    READ_WRITE
  }

  /** What creating an organisation answers. */
  public enum CreateAnswer {
    INTEGER,
    QUOTED_INTEGER,
    /** An object with OrganisationId. */
    OBJECT,
    EMPTY
  }

  /** What reading a record answers that does not exist. */
  public enum MissingRecord {
    /** 404 with Message and Type. */
    NOT_FOUND,
    NO_CONTENT,
    /** 200 without a body. */
    EMPTY
  }

  /** What an address answers that is too long. */
  public enum LongAddressAnswer {
    /** 414 with a text. */
    URI_TOO_LONG,
    /** 404 with an HTML page, as IIS does for its subcode 15. */
    HTML_NOT_FOUND
  }

  private static final class Values {
    volatile int requestsPerMinute = 250;
    volatile boolean refusesLogInWithOk = false;
    volatile double strayUnauthorized = 0;
    volatile Duration tokenLasts = Duration.ofHours(1);
    volatile int systemId = 12345;
    volatile MissingRecord missingRecord = MissingRecord.NOT_FOUND;
    volatile CreateAnswer organisationAnswer = CreateAnswer.INTEGER;
    volatile boolean bulk = true;
    volatile int largestBulk = 1_000_000;
    volatile boolean bulkOrder = true;
    volatile boolean bulkIdsAsNumbers = false;
    volatile double bulkCollision = 0;
    volatile double bulkFalseError = 0;
    volatile boolean replaces = false;
    volatile boolean cutTooLong = false;
    volatile boolean metadataLengths = true;
    volatile boolean personTouchesOrganisation = false;
    volatile Set<String> uniqueFields = Set.of();
    volatile boolean honoursZone = true;
    volatile boolean statusNumbers = false;
    volatile boolean offsets = true;
    volatile int longestAddress = 8192;
    volatile LongAddressAnswer longAddressAnswer = LongAddressAnswer.URI_TOO_LONG;
    volatile Random random = new Random(1);
    final Map<Area, Right> rights = new ConcurrentHashMap<>();
    final Map<String, Integer> lengths = new ConcurrentHashMap<>();
    final Map<String, List<String>> dropdowns =
        new ConcurrentHashMap<>(
            Map.of(
                "OrganisationStatus", List.of("Kunde", "Kundeemne", "Tidligere kunde"),
                "OrganisationType", List.of("A", "B", "C"),
                "OrganisationIndustry", List.of("Fiskeri", "Handel", "Transport")));
  }

  private volatile Values values = new Values();

  WebCrmSwitches() {}

  /** Sets everything back to its default. */
  public void reset() {
    values = new Values();
  }

  /**
   * How many requests one application token may send within a sliding minute; 0 means any number.
   * Default: 250.
   */
  public WebCrmSwitches requestsPerMinute(int value) {
    values.requestsPerMinute = value;
    return this;
  }

  public int requestsPerMinute() {
    return values.requestsPerMinute;
  }

  /** Refuses a log-in with a 200 whose IsError is true, instead of a 400. Default: false. */
  public WebCrmSwitches refusesLogInWithOk(boolean on) {
    values.refusesLogInWithOk = on;
    return this;
  }

  public boolean refusesLogInWithOk() {
    return values.refusesLogInWithOk;
  }

  /** The chance of a 401 in spite of a good token, as the vendor saw under load. Default: 0. */
  public WebCrmSwitches strayUnauthorized(double value) {
    values.strayUnauthorized = value;
    return this;
  }

  public double strayUnauthorized() {
    return values.strayUnauthorized;
  }

  /** How long an access token is good, as its answer says. Default: an hour. */
  public WebCrmSwitches tokenLasts(Duration value) {
    values.tokenLasts = value;
    return this;
  }

  public Duration tokenLasts() {
    return values.tokenLasts;
  }

  /** The tenant's number, as log-ins name it. Default: 12345. */
  public WebCrmSwitches systemId(int value) {
    values.systemId = value;
    return this;
  }

  public int systemId() {
    return values.systemId;
  }

  /** What reading a record by an unknown id answers. Default: NOT_FOUND. */
  public WebCrmSwitches missingRecord(MissingRecord value) {
    values.missingRecord = value;
    return this;
  }

  public MissingRecord missingRecord() {
    return values.missingRecord;
  }

  /**
   * What creating an organisation answers; creating a person always answers an integer. Default:
   * INTEGER.
   */
  public WebCrmSwitches organisationAnswer(CreateAnswer value) {
    values.organisationAnswer = value;
    return this;
  }

  public CreateAnswer organisationAnswer() {
    return values.organisationAnswer;
  }

  /** Takes a PATCH of many records; otherwise answers it with 405. Default: true. */
  public WebCrmSwitches bulk(boolean on) {
    values.bulk = on;
    return this;
  }

  public boolean bulk() {
    return values.bulk;
  }

  /** The most characters of the body of a PATCH; a longer one gets 413. Default: 1,000,000. */
  public WebCrmSwitches largestBulk(int characters) {
    values.largestBulk = characters;
    return this;
  }

  public int largestBulk() {
    return values.largestBulk;
  }

  /** The answer to a PATCH has the order of its records; otherwise any. Default: true. */
  public WebCrmSwitches bulkOrder(boolean on) {
    values.bulkOrder = on;
    return this;
  }

  public boolean bulkOrder() {
    return values.bulkOrder;
  }

  /** The answer to a PATCH has ids as numbers instead of texts. Default: false. */
  public WebCrmSwitches bulkIdsAsNumbers(boolean on) {
    values.bulkIdsAsNumbers = on;
    return this;
  }

  public boolean bulkIdsAsNumbers() {
    return values.bulkIdsAsNumbers;
  }

  /**
   * The chance that a create within a PATCH fails, because its id was worked out in a way that
   * collides. Default: 0.
   */
  public WebCrmSwitches bulkCollision(double value) {
    values.bulkCollision = value;
    return this;
  }

  public double bulkCollision() {
    return values.bulkCollision;
  }

  /** The chance that a PATCH answers an error for a record that it wrote. Default: 0. */
  public WebCrmSwitches bulkFalseError(double value) {
    values.bulkFalseError = value;
    return this;
  }

  public double bulkFalseError() {
    return values.bulkFalseError;
  }

  /** A PUT replaces the whole record: what it does not name is emptied. Default: false. */
  public WebCrmSwitches replaces(boolean on) {
    values.replaces = on;
    return this;
  }

  public boolean replaces() {
    return values.replaces;
  }

  /** Cuts a text that is too long instead of refusing it. Default: false. */
  public WebCrmSwitches cutTooLong(boolean on) {
    values.cutTooLong = on;
    return this;
  }

  public boolean cutTooLong() {
    return values.cutTooLong;
  }

  /** FieldsMetadata has text lengths; otherwise they are left out. Default: true. */
  public WebCrmSwitches metadataLengths(boolean on) {
    values.metadataLengths = on;
    return this;
  }

  public boolean metadataLengths() {
    return values.metadataLengths;
  }

  /** A change of a person moves its organisation's change stamp. Default: false. */
  public WebCrmSwitches personTouchesOrganisation(boolean on) {
    values.personTouchesOrganisation = on;
    return this;
  }

  public boolean personTouchesOrganisation() {
    return values.personTouchesOrganisation;
  }

  /**
   * The organisation fields that the tenant marked unique: a value that another organisation has is
   * refused. Default: none.
   */
  public WebCrmSwitches uniqueFields(Set<String> value) {
    Schema organisation = Schema.of(WebCrmSimulator.Kind.ORGANISATIONS);
    Set<String> names = new HashSet<>();
    for (String name : value) {
      names.add(
          organisation
              .find(name)
              .orElseThrow(() -> new IllegalArgumentException("No organisation field " + name))
              .name());
    }
    values.uniqueFields = Set.copyOf(names);
    return this;
  }

  public Set<String> uniqueFields() {
    return values.uniqueFields;
  }

  /**
   * Dates in queries are taken with their zone; otherwise the zone is noise and they are UK local
   * time. Default: true.
   */
  public WebCrmSwitches honoursZone(boolean on) {
    values.honoursZone = on;
    return this;
  }

  public boolean honoursZone() {
    return values.honoursZone;
  }

  /** Stamps in rows of queries have an offset; without it they are UK local time. Default: true. */
  public WebCrmSwitches offsets(boolean on) {
    values.offsets = on;
    return this;
  }

  public boolean offsets() {
    return values.offsets;
  }

  /** Rows of queries show PersonStatus as a number instead of a name. Default: false. */
  public WebCrmSwitches statusNumbers(boolean on) {
    values.statusNumbers = on;
    return this;
  }

  public boolean statusNumbers() {
    return values.statusNumbers;
  }

  /** The most characters of an address: path, question mark and query as sent. Default: 8192. */
  public WebCrmSwitches longestAddress(int value) {
    values.longestAddress = value;
    return this;
  }

  public int longestAddress() {
    return values.longestAddress;
  }

  /** What an address that is too long answers. Default: URI_TOO_LONG. */
  public WebCrmSwitches longAddressAnswer(LongAddressAnswer value) {
    values.longAddressAnswer = value;
    return this;
  }

  public LongAddressAnswer longAddressAnswer() {
    return values.longAddressAnswer;
  }

  /** What the application token may do in the area. Default: everything. */
  public WebCrmSwitches right(Area area, Right right) {
    values.rights.put(area, right);
    return this;
  }

  boolean allows(Area area, Right right) {
    return values.rights.getOrDefault(area, Right.READ_WRITE).compareTo(right) >= 0;
  }

  /**
   * How many characters a text field takes, in the store and in FieldsMetadata. Default: as
   * published in 2019; 50 for a person's names and numbers.
   *
   * @param characters 0 means any number
   */
  public WebCrmSwitches length(String field, int characters) {
    expectField(field);
    values.lengths.put(field, characters);
    return this;
  }

  OptionalInt length(String field) {
    Integer length = values.lengths.get(field);
    return length == null ? OptionalInt.empty() : OptionalInt.of(length);
  }

  /** The texts that a dropdown field takes. Default: some for each of an organisation's three. */
  public WebCrmSwitches dropdown(String field, List<String> texts) {
    expectField(field);
    values.dropdowns.put(field, List.copyOf(texts));
    return this;
  }

  List<String> dropdown(String field) {
    return values.dropdowns.getOrDefault(field, List.of());
  }

  private static void expectField(String name) {
    for (WebCrmSimulator.Kind kind : WebCrmSimulator.Kind.values()) {
      if (Schema.of(kind).find(name).filter(field -> field.name().equals(name)).isPresent()) {
        return;
      }
    }
    throw new IllegalArgumentException("No field is called " + name);
  }

  /** Starts the series of chances again. Default: 1. */
  public WebCrmSwitches seed(long seed) {
    values.random = new Random(seed);
    return this;
  }

  Random random() {
    return values.random;
  }

  /** Draws whether something of this chance happens. */
  boolean happens(double chance) {
    // No draw for what is certain, so that one switch does not disturb another one's series.
    return chance >= 1 || (chance > 0 && values.random.nextDouble() < chance);
  }
}
