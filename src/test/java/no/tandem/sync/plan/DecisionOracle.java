package no.tandem.sync.plan;

import no.tandem.sync.plan.Situation.Creation;
import no.tandem.sync.plan.Situation.Policy;
import no.tandem.sync.plan.Situation.Removed;
import no.tandem.sync.plan.Situation.Seen;
import no.tandem.sync.plan.Situation.Stored;
import no.tandem.sync.plan.Verdict.OfProperty;
import no.tandem.sync.plan.Verdict.OfRecord;

/**
 * The contract once more, in the plainest form there is: what shall become of a record, to be read
 * from top to bottom. It knows nothing of the engine, so that the two can be held against each
 * other.
 */
final class DecisionOracle {

  private DecisionOracle() {}

  static Verdict expected(Situation now) {
    // What could not be read decides nothing.
    if (now.left() == Seen.UNKNOWN || now.right() == Seen.UNKNOWN) {
      return Verdict.of(OfRecord.WAITS);
    }
    if (now.stored() == Stored.ACTIVE) {
      return linked(now);
    }
    if (now.stored().ended()) {
      return ended(now);
    }
    if (now.stored().awaited()) {
      return newInWebCrm(now);
    }
    return notLinked(now);
  }

  /** A PowerOffice record, and the webCRM record that matches it, if one has it. */
  private static Verdict notLinked(Situation now) {
    // What was found for a creation that was begun is ours: there shall never be a second one.
    if (now.stored() == Stored.CREATING && now.right() != Seen.GONE) {
      if (now.left() != Seen.ACTIVE) {
        return Verdict.of(OfRecord.ENDED_BY_POWEROFFICE);
      }
      if (now.right() != Seen.ACTIVE) {
        return Verdict.of(OfRecord.ENDED_BY_WEBCRM);
      }
    }
    // What may have been created for one that is gone cannot be looked for any more.
    if (now.stored() == Stored.CREATING && now.left() == Seen.GONE) {
      return Verdict.of(OfRecord.LEFT_TO_A_PERSON);
    }
    // A record is in scope when it is active.
    if (now.left() != Seen.ACTIVE) {
      return Verdict.of(OfRecord.NOT_STORED);
    }
    // Exactly one active match is adopted; an inactive record is no candidate.
    if (now.right() == Seen.ACTIVE) {
      return compared(OfRecord.LINKED, now);
    }
    if (now.rightCreation() == Creation.ALLOWED) {
      return Verdict.of(OfRecord.CREATED_IN_WEBCRM);
    }
    return Verdict.of(OfRecord.NOT_STORED);
  }

  /** A webCRM record, and the PowerOffice record that has our reference to it, if one has it. */
  private static Verdict newInWebCrm(Situation now) {
    // A PowerOffice record that has our reference is ours, and is not made a second time.
    if (now.left() != Seen.GONE) {
      if (now.left() != Seen.ACTIVE) {
        return Verdict.of(OfRecord.ENDED_BY_POWEROFFICE);
      }
      if (now.right() != Seen.ACTIVE) {
        return Verdict.of(OfRecord.ENDED_BY_WEBCRM);
      }
      return compared(OfRecord.LINKED, now);
    }
    if (now.right() != Seen.ACTIVE) {
      return Verdict.of(OfRecord.NOT_STORED);
    }
    if (now.leftCreation() == Creation.ALLOWED) {
      return Verdict.of(OfRecord.CREATED_IN_POWEROFFICE);
    }
    return Verdict.of(OfRecord.NOT_STORED);
  }

  private static Verdict linked(Situation now) {
    boolean leftWentAway = now.left() != Seen.ACTIVE;
    boolean rightWentAway = now.right() != Seen.ACTIVE;
    if (leftWentAway && rightWentAway) {
      // There is nothing left to deactivate, and nothing to create it from.
      return Verdict.of(OfRecord.ENDED_BY_POWEROFFICE);
    }
    if (leftWentAway) {
      if (now.leftRemoval() == Removed.UNLINK) {
        return Verdict.of(OfRecord.ENDED_BY_POWEROFFICE);
      }
      if (now.leftRemoval() == Removed.DEACTIVATE) {
        return Verdict.of(OfRecord.DEACTIVATED_IN_WEBCRM);
      }
      if (now.left() == Seen.INACTIVE) {
        return Verdict.of(OfRecord.ACTIVE_AGAIN_IN_POWEROFFICE);
      }
      return Verdict.of(OfRecord.ANEW_IN_POWEROFFICE);
    }
    if (rightWentAway) {
      if (now.rightRemoval() == Removed.UNLINK) {
        return Verdict.of(OfRecord.ENDED_BY_WEBCRM);
      }
      if (now.rightRemoval() == Removed.DEACTIVATE) {
        return Verdict.of(OfRecord.DEACTIVATED_IN_POWEROFFICE);
      }
      if (now.right() == Seen.INACTIVE) {
        return Verdict.of(OfRecord.ACTIVE_AGAIN_IN_WEBCRM);
      }
      return Verdict.of(OfRecord.ANEW_IN_WEBCRM);
    }
    return compared(OfRecord.COMPARED, now);
  }

  private static Verdict ended(Situation now) {
    // A restored record takes its link up again.
    if (now.left() == Seen.ACTIVE && now.right() == Seen.ACTIVE) {
      return compared(OfRecord.TAKEN_UP, now);
    }
    // What we made inactive because the other record went away follows it back.
    if (now.stored() == Stored.ENDED_LEFT_DEACTIVATED) {
      if (now.left() == Seen.INACTIVE && now.right() == Seen.ACTIVE) {
        return Verdict.of(OfRecord.ACTIVE_AGAIN_IN_POWEROFFICE);
      }
    }
    if (now.stored() == Stored.ENDED_RIGHT_DEACTIVATED) {
      if (now.left() == Seen.ACTIVE && now.right() == Seen.INACTIVE) {
        return Verdict.of(OfRecord.ACTIVE_AGAIN_IN_WEBCRM);
      }
    }
    // The other record stays, and nothing is created again.
    return Verdict.of(OfRecord.NOTHING);
  }

  private static Verdict compared(OfRecord record, Situation now) {
    return new Verdict(record, property(now));
  }

  private static OfProperty property(Situation now) {
    boolean leftDiffers = now.leftValue().differsFromBase();
    boolean rightDiffers = now.rightValue().differsFromBase();
    if (!leftDiffers && !rightDiffers) {
      return OfProperty.NOTHING;
    }
    // It was edited. If both show the same by now, there is nothing to carry.
    if (now.equal()) {
      return OfProperty.BASES_RENEWED;
    }
    if (leftDiffers && !rightDiffers) {
      return OfProperty.TO_WEBCRM;
    }
    if (rightDiffers && !leftDiffers) {
      return OfProperty.TO_POWEROFFICE;
    }
    if (now.policy() == Policy.HOLD) {
      return OfProperty.HELD;
    }
    if (now.policy() == Policy.WEBCRM || now.policy() == Policy.LATEST_RIGHT) {
      return OfProperty.WEBCRM_WINS;
    }
    return OfProperty.POWEROFFICE_WINS;
  }
}
