package no.tandem.sync.link;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;

/**
 * Why a record is held, deferred or no longer linked. All words that an operator reads about that
 * stand here; what the engine does hangs on the code alone.
 *
 * @param text in words for an operator: what happened, why, and what can be done; never a value
 */
public record Reason(Code code, String text) {

  /** What it is, for programs. */
  public enum Code {
    // --- who belongs to whom ---
    /** Several records could be the one, or another record has an equal claim. */
    AMBIGUOUS,
    /** It looks like a record that is linked to one that seems to be gone. */
    LOOKS_LIKE_LINKED,
    /** A record that looks the same had a link that ended. */
    LOOKS_LIKE_ENDED,
    /** A PowerOffice record that is there may be the same. */
    MAY_BE_KNOWN,
    /** It may have been made for a record that cannot be read now. */
    MAY_BE_OURS,
    /** It may have been made for another record whose creation is in doubt. */
    MAY_BE_ANOTHERS,
    /** Its name could be that of an unlinked customer. */
    MAY_BE_A_CUSTOMERS,

    /** A record has our reference to it that was not made for it. */
    HAS_REFERENCE,

    // --- creating ---
    /** Two records were made for it. */
    TWINS,
    /** Its creation was begun a short while ago. */
    UNDER_WAY,
    /** It was created, but the answer did not name it. */
    ID_UNKNOWN,
    /** What became of a call with many creations is not clear. */
    BULK_UNCLEAR,
    /** It was deleted while its counterpart was being created. */
    GONE_WHILE_CREATED,
    /** The run ended while it was being linked. */
    BEING_LINKED,

    // --- owners ---
    /** Its owner is not linked yet. */
    OWNER_WAITS,
    /** Its owner is held, ended or out of scope. */
    OWNER_BLOCKED,
    /** It belongs to another owner in webCRM than in PowerOffice. */
    MOVED,

    // --- values ---
    /** Both sides changed, and the policy is to ask. */
    CONFLICT,
    /** A system's answer lacked a property. */
    LACKING,
    /** The other system cannot hold the value. */
    NOT_POSSIBLE,
    /** The value goes back and forth. */
    BOUNCES,

    // --- what systems answer ---
    /** The system rejected it. */
    REJECTED,
    /** The system did not do it, for a reason that may pass. */
    FAILED,
    /** The system answered with success and did not store it. */
    NOT_STORED,
    /** What we wrote a moment ago is not shown yet. */
    NOT_SHOWN,
    /** What it would overwrite was read too long ago when its place in the limit came. */
    READ_TOO_LONG_AGO,
    /** The first changes go one at a time. */
    ANOTHER_IS_WATCHED,
    /** Changes empty what they do not name, so none are sent. */
    UPDATES_STOPPED,
    /** It could not be read. */
    UNREADABLE,
    /** A list does not come to its end in the time that a run has. */
    LIST_TOO_LONG,
    /** A fault of Tandem's own. */
    UNEXPECTED,

    // --- removal ---
    /** One of its records went away. */
    ENDED,
    /** It was made active again and is to be compared. */
    ACTIVE_AGAIN,
    /** It cannot be made active again through the API. */
    CANNOT_ACTIVATE,
    /** It went away and is to be created again. */
    CREATED_AGAIN,

    // --- what a person decides ---
    /** It waits in a proposal for a person's decision. */
    PROPOSED,
    /** A person refused what would be done. */
    REFUSED_BY_A_PERSON,
    /** The budget is used up for the moment. */
    PUT_OFF,
    /** An operator is editing it. */
    OPERATOR_EDITS,
    /** An operator asked for another look. */
    OPERATOR_ASKED,
    /** An operator said that it is none of those that it looks like. */
    OPERATOR_CREATES,
    /** An operator said to leave it alone. */
    OPERATOR_IGNORES,
    /** Its data were erased on request. */
    ERASED,

    /** Stored before reasons had codes. */
    OTHER
  }

  // --- who belongs to whom ---

  public static Reason ambiguous(LinkKey record, Hold.Ambiguity ambiguity) {
    List<RecordId> candidates = ambiguity.candidates().keySet().stream().sorted().toList();
    List<RecordId> rivals = ambiguity.rivals().stream().sorted().toList();
    String which = candidates.size() == 1 ? "It is the one" : "One of them is the one, say which";
    return new Reason(
        Code.AMBIGUOUS,
        "PowerOffice "
            + record
            + " could be webCRM "
            + candidates
            + (ambiguity.more() == 0 ? "" : " or one of " + ambiguity.more() + " more")
            + (rivals.isEmpty() ? "" : ", and so could PowerOffice " + rivals)
            + ". "
            + which
            + ": call the operator's 'resolve' with 'link' and its number. It is none of them:"
            + " 'create', or 'ignore'. Another name does not end this; deleting, deactivating or"
            + " linking the others does");
  }

  public static Reason looksLikeLinked(Optional<RecordId> right, LinkKey left) {
    return new Reason(
        Code.LOOKS_LIKE_LINKED,
        "It looks like webCRM "
            + right.map(RecordId::value).orElse("")
            + ", which is linked to PowerOffice "
            + left
            + ". That one seems to be gone; it is looked at first");
  }

  public static Reason looksLikeEnded(Collection<RecordId> lefts) {
    return new Reason(
        Code.LOOKS_LIKE_ENDED,
        "PowerOffice "
            + lefts
            + " looks the same, and its link has ended. Call the operator's 'resolve' with 'link' if"
            + " it is the same one, 'create' if it is another, or 'ignore'");
  }

  public static Reason mayBeKnown() {
    return new Reason(
        Code.MAY_BE_KNOWN,
        "A PowerOffice record that is there may be the same. Call the operator's 'resolve' with"
            + " 'link' if it is, 'create' if it is none of them, or 'ignore'");
  }

  public static Reason mayBeOurs() {
    return new Reason(
        Code.MAY_BE_OURS,
        "It may have been created for a PowerOffice record that cannot be read now");
  }

  public static Reason mayBeAnothers(LinkKey left) {
    return new Reason(
        Code.MAY_BE_ANOTHERS,
        "It may have been created for PowerOffice "
            + left
            + ", and whether it was is not known yet");
  }

  public static Reason mayBeACustomers(Collection<LinkKey> customers) {
    return new Reason(
        Code.MAY_BE_A_CUSTOMERS,
        customers.isEmpty()
            ? "What it looks like could belong to a customer, and the customers have not been"
                + " listed yet. It goes on by itself once they were"
            : "What it looks like could belong to customer "
                + customers
                + ", which is not linked yet. It goes on by itself once that is decided; link this"
                + " one by hand with the operator's 'resolve' and 'link' if it is the right one");
  }

  // --- creating ---

  public static Reason readTooLongAgo() {
    return new Reason(
        Code.READ_TOO_LONG_AGO,
        "It waited long for its place in the request limit, so it is read again before it is"
            + " written");
  }

  public static Reason anotherIsWatched() {
    return new Reason(
        Code.ANOTHER_IS_WATCHED,
        "The first changes to webCRM go one at a time, and what became of one is not known yet");
  }

  public static Reason updatesStopped(UpdateWatch seen) {
    return new Reason(
        Code.UPDATES_STOPPED,
        "A change emptied fields of webCRM "
            + seen.record().map(RecordId::value).orElse("")
            + " that it did not name: "
            + String.join(", ", new TreeSet<>(seen.emptied()))
            + (seen.putBack()
                ? ". They were put back"
                : ". They were not put back, as that failed or a user has changed it since")
            + ". No more changes are sent to webCRM records of this kind until that is cleared up with"
            + " webCRM and an operator calls 'resume'");
  }

  public static Reason underWay() {
    return new Reason(
        Code.UNDER_WAY, "Its creation was begun a short while ago and may still be under way");
  }

  public static Reason idUnknown(SystemName system) {
    return new Reason(
        Code.ID_UNKNOWN,
        system + " did not say the new record's id; it is looked up in the next sweep");
  }

  public static Reason bulkUnclear(String what) {
    return new Reason(Code.BULK_UNCLEAR, what + "; it is looked up in the next sweep");
  }

  public static Reason twins(SystemName system, RecordId made, RecordId other) {
    return new Reason(
        Code.TWINS,
        "It may be twice in "
            + system
            + ": "
            + made
            + " and "
            + other
            + " were made for it, as a process slept while it created one. Delete one of them, then"
            + " call 'retry'");
  }

  public static Reason hasReference(RecordId right) {
    return new Reason(
        Code.HAS_REFERENCE,
        "webCRM "
            + right
            + " has Tandem's reference to it, but was not made for it now. If it is the one, call"
            + " the operator's 'resolve' with 'link' and its number; if it is not, clear the"
            + " reference there");
  }

  public static Reason goneWhileCreated() {
    return new Reason(
        Code.GONE_WHILE_CREATED,
        "It was deleted in PowerOffice while it was being created in webCRM, and whether that"
            + " succeeded is not known. Delete it in webCRM as well if it is there and not wanted,"
            + " then call 'forget'");
  }

  static Reason beingLinked() {
    return new Reason(Code.BEING_LINKED, "It was being linked when the run ended");
  }

  // --- owners ---

  public static Reason ownerWaits(String text) {
    return new Reason(Code.OWNER_WAITS, text);
  }

  public static Reason ownerBlocked(String text) {
    return new Reason(Code.OWNER_BLOCKED, text);
  }

  public static Reason moved(String now, String expected) {
    return new Reason(
        Code.MOVED,
        "The webCRM person is under organisation "
            + now
            + ", its PowerOffice owner is linked to organisation "
            + expected
            + "; neither system can move a person through its API. Move it back in webCRM, or"
            + " create it again where it belongs");
  }

  // --- values ---

  public static Reason conflict(String property) {
    return new Reason(
        Code.CONFLICT,
        "The property "
            + property
            + " was changed in both systems; make both the same to end this");
  }

  public static Reason notPossible(String text) {
    return new Reason(Code.NOT_POSSIBLE, text);
  }

  public static Reason lastWrites(String property) {
    return new Reason(
        Code.BOUNCES,
        "The property "
            + property
            + " went back and forth more than "
            + LastWrite.MOST
            + " times; find out what changes it back, then set it again");
  }

  // --- what systems answer ---

  public static Reason rejected(RejectedException e) {
    return new Reason(Code.REJECTED, e.system() + " rejected it: " + e.title());
  }

  public static Reason failed(TransientException e) {
    return new Reason(Code.FAILED, e.system() + " did not do it: " + e.title());
  }

  public static Reason notStored(SystemName system, String property) {
    return new Reason(
        Code.NOT_STORED,
        system + " answered with success but did not store the property " + property);
  }

  public static Reason notShown(String property) {
    return new Reason(
        Code.NOT_SHOWN,
        "PowerOffice does not show yet what was written to the property "
            + property
            + " a moment ago; it is looked at again in the next sweep");
  }

  public static Reason lacking(SystemName system, String property) {
    return new Reason(
        Code.LACKING, system + " left out the property " + property + "; it is asked for again");
  }

  public static Reason unreadable(String text) {
    return new Reason(Code.UNREADABLE, text);
  }

  public static Reason listTooLong(SystemName system) {
    return new Reason(
        Code.LIST_TOO_LONG,
        system
            + "'s list did not come to its end in the time that a run has; nothing was changed. It"
            + " will not the next time either: raise RUN_TIME_LIMIT and the function's timeout");
  }

  public static Reason unexpected(RuntimeException e) {
    return new Reason(Code.UNEXPECTED, "Unexpected trouble: " + e.getClass().getName());
  }

  // --- removal ---

  public static Reason ended(String text) {
    return new Reason(Code.ENDED, text);
  }

  public static Reason activeAgain() {
    return new Reason(
        Code.ACTIVE_AGAIN, "It was made active again and is compared in the next sweep");
  }

  public static Reason cannotActivate(String because) {
    return new Reason(Code.CANNOT_ACTIVATE, because);
  }

  public static Reason createdAgain(String because) {
    return new Reason(Code.CREATED_AGAIN, because + "; it is created again in the next sweep");
  }

  // --- what a person decides ---

  public static Reason proposed(long entry) {
    return new Reason(
        Code.PROPOSED,
        "It waits for a person: entry "
            + entry
            + " of the pair's proposal. Look at it with the operator's 'proposal', then 'approve' or"
            + " 'refuse'");
  }

  /**
   * A person said no to it.
   *
   * @param what a property, or what would have been done
   */
  public static Reason refusedByAPerson(String what) {
    return new Reason(
        Code.REFUSED_BY_A_PERSON,
        "A person refused this: "
            + what
            + ". It stays so until the value changes again, or an operator calls 'retry'");
  }

  public static Reason putOff() {
    return new Reason(
        Code.PUT_OFF,
        "So much was written lately that this has to wait some minutes; it goes on by itself");
  }

  public static Reason operatorEdits() {
    return new Reason(Code.OPERATOR_EDITS, "An operator was editing it");
  }

  public static Reason operatorAsked() {
    return new Reason(Code.OPERATOR_ASKED, "An operator asked for a look");
  }

  public static Reason operatorCreates() {
    return new Reason(
        Code.OPERATOR_CREATES, "An operator said that it is none of those that it looks like");
  }

  public static Reason operatorIgnores() {
    return new Reason(Code.OPERATOR_IGNORES, "An operator said to leave it alone");
  }

  public static Reason erased() {
    return new Reason(Code.ERASED, "Its data were erased here on request");
  }

  /** Several reasons for one record, with the code of the first. */
  public static Reason joined(List<Reason> reasons) {
    return new Reason(
        reasons.getFirst().code(),
        reasons.stream().map(Reason::text).collect(Collectors.joining("; ")));
  }
}
