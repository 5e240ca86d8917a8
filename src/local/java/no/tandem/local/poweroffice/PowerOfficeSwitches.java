package no.tandem.local.poweroffice;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the vendor leaves open or can differ from client to client. Every setting can be changed
 * while the simulator runs, and has the default that is most likely for the real service.
 */
public final class PowerOfficeSwitches {

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

  private static final class Values {
    volatile boolean camelCase;
    volatile boolean writesNulls = true;
    volatile boolean datesWithTime;
    volatile boolean joinsPersonNames = true;
    volatile boolean normalizePhones;
    volatile boolean lowerCaseEmails;
    volatile int requestsPerSecond = 10;
    volatile boolean retryAfter = true;
    volatile Duration tokenLifetime = Duration.ofMinutes(20);
    volatile String clientId = "c0ffee00-1234-4abc-8def-000000000001";
    volatile boolean tokenNamesClient = true;
    volatile boolean namesClient = true;
    volatile Set<String> privileges =
        Set.of("Customer_Full", "Supplier_Full", "Department_Full", "ContactPerson_Full");
    volatile Set<String> invalidPrivileges = Set.of();
    volatile ListOrder listOrder = ListOrder.ID_ASCENDING;
    volatile PastTheEnd pastTheEnd = PastTheEnd.NO_CONTENT;
    volatile boolean otherRoleStampFollows = true;
    volatile boolean contactPersonNamesRequiredOnPatch;
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
  public PowerOfficeSwitches tokenNamesClient(boolean on) {
    values.tokenNamesClient = on;
    return this;
  }

  public boolean tokenNamesClient() {
    return values.tokenNamesClient;
  }

  /** Whether /ClientIntegrationInformation is there. Default true. */
  public PowerOfficeSwitches namesClient(boolean on) {
    values.namesClient = on;
    return this;
  }

  public boolean namesClient() {
    return values.namesClient;
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

  /** Privileges that were granted and do not work: the client lacks a module. Default none. */
  public PowerOfficeSwitches invalidPrivileges(Set<String> privileges) {
    values.invalidPrivileges = Set.copyOf(privileges);
    return this;
  }

  public Set<String> invalidPrivileges() {
    return values.invalidPrivileges;
  }

  /** The order of lists without {@code OrderBy}. Default {@link ListOrder#ID_ASCENDING}. */
  public PowerOfficeSwitches listOrder(ListOrder order) {
    values.listOrder = order;
    return this;
  }

  public ListOrder listOrder() {
    return values.listOrder;
  }

  /** Default {@link PastTheEnd#NO_CONTENT}. */
  public PowerOfficeSwitches pastTheEnd(PastTheEnd choice) {
    values.pastTheEnd = choice;
    return this;
  }

  public PastTheEnd pastTheEnd() {
    return values.pastTheEnd;
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
