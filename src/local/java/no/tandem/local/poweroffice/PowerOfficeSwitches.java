package no.tandem.local.poweroffice;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/**
 * What the vendor leaves open or can differ from client to client. Every setting can be changed
 * while the simulator runs, and has the default that is most likely for the real service.
 */
public final class PowerOfficeSwitches {

  /** What a patch path does that is right but for its letter case. */
  public enum PatchCase {
    /** Nothing, with a 200: as one client's changelog reports. */
    IGNORE,
    /** A 400, as for any unknown path. */
    REFUSE
  }

  /** The order of lists. */
  public enum ListOrder {
    ID_ASCENDING,
    ID_DESCENDING,
    LAST_CHANGED_ASCENDING,
    LAST_CHANGED_DESCENDING
  }

  /** What the page after the last one is. */
  public enum PastTheEnd {
    NO_CONTENT,
    EMPTY_ARRAY,
    NOT_FOUND
  }

  /** What happens to the default contact person when another one becomes it. */
  public enum SecondDefault {
    /** It loses the flag, and its stamp moves. */
    MOVES_FLAG_AND_STAMP,
    /** It loses the flag; its stamp stays. */
    MOVES_FLAG,
    /** Both carry the flag. */
    KEEPS_BOTH
  }

  private record Marked(Kind kind, long id) {}

  private static final class Values {
    volatile boolean camelCase;
    volatile boolean writesNulls = true;
    volatile boolean datesWithTime;
    volatile boolean joinsPersonNames = true;
    volatile PatchCase patchCase = PatchCase.REFUSE;
    volatile boolean honoursTest = true;
    volatile boolean normalizePhones;
    volatile boolean lowerCaseEmails;
    volatile int requestsPerSecond = 10;
    volatile boolean retryAfter = true;
    volatile Duration tokenLifetime = Duration.ofMinutes(20);
    volatile String clientId = "c0ffee00-1234-4abc-8def-000000000001";
    volatile boolean tokenTellsClient = true;
    volatile boolean tellsClient = true;
    volatile Set<String> privileges =
        Set.of("Customer_Full", "Supplier_Full", "Department_Full", "ContactPerson_Full");
    volatile String forbiddenBody = "";
    volatile ListOrder listOrder = ListOrder.ID_ASCENDING;
    volatile boolean clampsPageSize;
    volatile PastTheEnd pastTheEnd = PastTheEnd.NO_CONTENT;
    volatile boolean refusesUnknownParameters;
    volatile boolean refusesUnknownMembers;
    volatile boolean nameFilterContains;
    volatile boolean addressMovesStamp;
    volatile boolean createsMissingAddress;
    volatile boolean otherRoleStampFollows = true;
    volatile boolean personsUnderPersons;
    volatile boolean contactPersonNamesRequiredOnPatch;
    volatile SecondDefault secondDefault = SecondDefault.MOVES_FLAG_AND_STAMP;
    volatile int openBalanceStatus = 400;
    final Set<Marked> inUse = ConcurrentHashMap.newKeySet();
    final Set<Long> openBalance = ConcurrentHashMap.newKeySet();
  }

  private volatile Values values = new Values();

  PowerOfficeSwitches() {}

  /** Sets everything back to its default, marks included. */
  public void reset() {
    values = new Values();
  }

  /** Answers member names as {@code lastName}, as seen in 2023. Default false. */
  public PowerOfficeSwitches camelCase(boolean on) {
    values.camelCase = on;
    return this;
  }

  public boolean camelCase() {
    return values.camelCase;
  }

  /** Writes members whose value is null. Default true. */
  public PowerOfficeSwitches writesNulls(boolean on) {
    values.writesNulls = on;
    return this;
  }

  public boolean writesNulls() {
    return values.writesNulls;
  }

  /** Answers dates as {@code 2001-02-03T00:00:00}. Default false. */
  public PowerOfficeSwitches datesWithTime(boolean on) {
    values.datesWithTime = on;
    return this;
  }

  public boolean datesWithTime() {
    return values.datesWithTime;
  }

  /** A person's {@code Name} is its first and last name; otherwise it is null. Default true. */
  public PowerOfficeSwitches joinsPersonNames(boolean on) {
    values.joinsPersonNames = on;
    return this;
  }

  public boolean joinsPersonNames() {
    return values.joinsPersonNames;
  }

  /** Default {@link PatchCase#REFUSE}. */
  public PowerOfficeSwitches patchCase(PatchCase choice) {
    values.patchCase = choice;
    return this;
  }

  public PatchCase patchCase() {
    return values.patchCase;
  }

  /** Honours the {@code test} operation of a patch; otherwise it always passes. Default true. */
  public PowerOfficeSwitches honoursTest(boolean on) {
    values.honoursTest = on;
    return this;
  }

  public boolean honoursTest() {
    return values.honoursTest;
  }

  /** Stores {@code 22 33 44 55} as {@code +4722334455}. Default false. */
  public PowerOfficeSwitches normalizePhones(boolean on) {
    values.normalizePhones = on;
    return this;
  }

  public boolean normalizePhones() {
    return values.normalizePhones;
  }

  /** Stores e-mail addresses in lower case. Default false. */
  public PowerOfficeSwitches lowerCaseEmails(boolean on) {
    values.lowerCaseEmails = on;
    return this;
  }

  public boolean lowerCaseEmails() {
    return values.lowerCaseEmails;
  }

  /** API calls within one second before a 429; 0 for no limit. Default 10. */
  public PowerOfficeSwitches requestsPerSecond(int limit) {
    values.requestsPerSecond = limit;
    return this;
  }

  public int requestsPerSecond() {
    return values.requestsPerSecond;
  }

  /** Sends {@code Retry-After} with a 429. Default true. */
  public PowerOfficeSwitches retryAfter(boolean on) {
    values.retryAfter = on;
    return this;
  }

  public boolean retryAfter() {
    return values.retryAfter;
  }

  /** How long tokens issued from now on live. Default 20 minutes. */
  public PowerOfficeSwitches tokenLifetime(Duration lifetime) {
    values.tokenLifetime = lifetime;
    return this;
  }

  public Duration tokenLifetime() {
    return values.tokenLifetime;
  }

  /** The Go client that the keys open. */
  public PowerOfficeSwitches clientId(String id) {
    values.clientId = id;
    return this;
  }

  public String clientId() {
    return values.clientId;
  }

  /** Whether tokens have the claim goClientId. Default true. */
  public PowerOfficeSwitches tokenTellsClient(boolean on) {
    values.tokenTellsClient = on;
    return this;
  }

  public boolean tokenTellsClient() {
    return values.tokenTellsClient;
  }

  /** Whether /ClientIntegrationInformation is there. Default true. */
  public PowerOfficeSwitches tellsClient(boolean on) {
    values.tellsClient = on;
    return this;
  }

  public boolean tellsClient() {
    return values.tellsClient;
  }

  /**
   * The privileges of the client key, such as {@code Customer} (reads) and {@code Customer_Full}
   * (reads and writes). Default all four with {@code _Full}.
   */
  public PowerOfficeSwitches privileges(Set<String> privileges) {
    values.privileges = Set.copyOf(privileges);
    return this;
  }

  public Set<String> privileges() {
    return values.privileges;
  }

  /** The body of a 403. Default empty. */
  public PowerOfficeSwitches forbiddenBody(String body) {
    values.forbiddenBody = body;
    return this;
  }

  public String forbiddenBody() {
    return values.forbiddenBody;
  }

  /** The order of lists without {@code OrderBy}. Default {@link ListOrder#ID_ASCENDING}. */
  public PowerOfficeSwitches listOrder(ListOrder order) {
    values.listOrder = order;
    return this;
  }

  public ListOrder listOrder() {
    return values.listOrder;
  }

  /** Takes a page size over 20000 as 20000 instead of refusing it. Default false. */
  public PowerOfficeSwitches clampsPageSize(boolean on) {
    values.clampsPageSize = on;
    return this;
  }

  public boolean clampsPageSize() {
    return values.clampsPageSize;
  }

  /** Default {@link PastTheEnd#NO_CONTENT}. */
  public PowerOfficeSwitches pastTheEnd(PastTheEnd choice) {
    values.pastTheEnd = choice;
    return this;
  }

  public PastTheEnd pastTheEnd() {
    return values.pastTheEnd;
  }

  /** Refuses every unknown query parameter, not only those with a dollar sign. Default false. */
  public PowerOfficeSwitches refusesUnknownParameters(boolean on) {
    values.refusesUnknownParameters = on;
    return this;
  }

  public boolean refusesUnknownParameters() {
    return values.refusesUnknownParameters;
  }

  /** Refuses unknown members on create instead of ignoring them. Default false. */
  public PowerOfficeSwitches refusesUnknownMembers(boolean on) {
    values.refusesUnknownMembers = on;
    return this;
  }

  public boolean refusesUnknownMembers() {
    return values.refusesUnknownMembers;
  }

  /** The name filter of departments finds parts of names, not only whole ones. Default false. */
  public PowerOfficeSwitches nameFilterContains(boolean on) {
    values.nameFilterContains = on;
    return this;
  }

  public boolean nameFilterContains() {
    return values.nameFilterContains;
  }

  /** A change of a contact's address alone moves the stamp of its roles. Default false. */
  public PowerOfficeSwitches addressMovesStamp(boolean on) {
    values.addressMovesStamp = on;
    return this;
  }

  public boolean addressMovesStamp() {
    return values.addressMovesStamp;
  }

  /** A patch below an address that is not there makes it, instead of a 400. Default false. */
  public PowerOfficeSwitches createsMissingAddress(boolean on) {
    values.createsMissingAddress = on;
    return this;
  }

  public boolean createsMissingAddress() {
    return values.createsMissingAddress;
  }

  /**
   * A change of what a contact's roles share, made through one role, moves the other role's stamp
   * too. Default true.
   */
  public PowerOfficeSwitches otherRoleStampFollows(boolean on) {
    values.otherRoleStampFollows = on;
    return this;
  }

  public boolean otherRoleStampFollows() {
    return values.otherRoleStampFollows;
  }

  /** Takes contact persons under a contact that is a person itself. Default false. */
  public PowerOfficeSwitches personsUnderPersons(boolean on) {
    values.personsUnderPersons = on;
    return this;
  }

  public boolean personsUnderPersons() {
    return values.personsUnderPersons;
  }

  /**
   * Refuses a patch that leaves a contact person without a first or a last name. The documentation
   * requires both on create only. Default false.
   */
  public PowerOfficeSwitches contactPersonNamesRequiredOnPatch(boolean on) {
    values.contactPersonNamesRequiredOnPatch = on;
    return this;
  }

  public boolean contactPersonNamesRequiredOnPatch() {
    return values.contactPersonNamesRequiredOnPatch;
  }

  /** Default {@link SecondDefault#MOVES_FLAG_AND_STAMP}. */
  public PowerOfficeSwitches secondDefault(SecondDefault choice) {
    values.secondDefault = choice;
    return this;
  }

  public SecondDefault secondDefault() {
    return values.secondDefault;
  }

  /** The status that refuses to archive a contact with an open balance. Default 400. */
  public PowerOfficeSwitches openBalanceStatus(int status) {
    values.openBalanceStatus = status;
    return this;
  }

  public int openBalanceStatus() {
    return values.openBalanceStatus;
  }

  /** Marks a record as used by transactions or the like: its deletion is refused with 409. */
  public PowerOfficeSwitches inUse(Kind kind, long id, boolean on) {
    if (on) {
      values.inUse.add(new Marked(kind, id));
    } else {
      values.inUse.remove(new Marked(kind, id));
    }
    return this;
  }

  public boolean inUse(Kind kind, long id) {
    return values.inUse.contains(new Marked(kind, id));
  }

  /** Marks a contact as having an open balance: archiving it is refused. */
  public PowerOfficeSwitches openBalance(long contactId, boolean on) {
    if (on) {
      values.openBalance.add(contactId);
    } else {
      values.openBalance.remove(contactId);
    }
    return this;
  }

  public boolean openBalance(long contactId) {
    return values.openBalance.contains(contactId);
  }
}
