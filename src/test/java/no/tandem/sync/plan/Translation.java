package no.tandem.sync.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.link.Conflict;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LostValue;
import no.tandem.sync.plan.Verdict.OfProperty;
import no.tandem.sync.plan.Verdict.OfRecord;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/** The engine's plans in the words of the table. What has no words there is an error. */
final class Translation {

  private Translation() {}

  /** What the engine decides in the situation. */
  static Verdict outcome(Situation situation) {
    Staged staged = new Staged(situation);
    Link before = staged.link().orElseGet(() -> Link.of(staged.key()));
    return outcome(staged.plan(), before);
  }

  static Verdict outcome(Plan plan, Link before) {
    return switch (plan) {
      case Plan.Nothing nothing -> Verdict.of(OfRecord.NOTHING);
      case Plan.Forget forget -> Verdict.of(OfRecord.NOT_STORED);
      case Plan.Create create ->
          Verdict.of(
              in(create.system(), OfRecord.CREATED_IN_POWEROFFICE, OfRecord.CREATED_IN_WEBCRM));
      case Plan.Recreate recreate ->
          Verdict.of(in(recreate.system(), OfRecord.ANEW_IN_POWEROFFICE, OfRecord.ANEW_IN_WEBCRM));
      case Plan.Reactivate reactivate ->
          Verdict.of(
              in(
                  reactivate.system(),
                  OfRecord.ACTIVE_AGAIN_IN_POWEROFFICE,
                  OfRecord.ACTIVE_AGAIN_IN_WEBCRM));
      case Plan.End end -> Verdict.of(end(end));
      case Plan.Wait wait -> Verdict.of(wait(wait));
      case Plan.Merge merge -> new Verdict(kind(merge.kind()), property(merge, before));
    };
  }

  private static OfRecord in(SystemName system, OfRecord left, OfRecord right) {
    return system == SystemName.POWEROFFICE ? left : right;
  }

  private static OfRecord end(Plan.End end) {
    return switch (end.policy()) {
      case UNLINK -> in(end.because(), OfRecord.ENDED_BY_POWEROFFICE, OfRecord.ENDED_BY_WEBCRM);
      case DEACTIVATE ->
          in(
              end.because().other(),
              OfRecord.DEACTIVATED_IN_POWEROFFICE,
              OfRecord.DEACTIVATED_IN_WEBCRM);
      case RECREATE -> throw new IllegalArgumentException("A link does not end to be recreated");
    };
  }

  private static OfRecord wait(Plan.Wait wait) {
    return switch (wait.hold().kind()) {
      case DEFERRED -> OfRecord.WAITS;
      case HELD -> OfRecord.LEFT_TO_A_PERSON;
      case ENDED, IGNORED -> throw new IllegalArgumentException("No plan says so");
    };
  }

  private static OfRecord kind(Plan.Merge.Kind kind) {
    return switch (kind) {
      case ADOPT -> OfRecord.LINKED;
      case UPDATE -> OfRecord.COMPARED;
      case RESUME -> OfRecord.TAKEN_UP;
    };
  }

  /** What a merge does to the property: the words of which everything is true. */
  private static OfProperty property(Plan.Merge merge, Link before) {
    Parts parts =
        new Parts(
            merge.toLeft(),
            merge.toRight(),
            merge.leftBase().view(),
            merge.rightBase().view(),
            merge.conflicts(),
            merge.losers(),
            !merge.holds().isEmpty());
    for (OfProperty one : OfProperty.values()) {
      if (one != OfProperty.NOT_COMPARED && parts.equals(parts(one, merge, before))) {
        return one;
      }
    }
    throw new IllegalArgumentException("No words for " + merge);
  }

  /** Everything that a merge says of the property. */
  private record Parts(
      Map<String, Optional<String>> toLeft,
      Map<String, Optional<String>> toRight,
      View leftBase,
      View rightBase,
      List<Conflict> conflicts,
      List<LostValue> losers,
      boolean held) {

    /** Nothing is written and nothing is reported. */
    static Parts quiet(View leftBase, View rightBase) {
      return new Parts(Map.of(), Map.of(), leftBase, rightBase, List.of(), List.of(), false);
    }

    static Parts written(SystemName to, View value) {
      Map<String, Optional<String>> values = Map.of(Staged.NAME, value.get(Staged.NAME));
      return to == SystemName.POWEROFFICE
          ? new Parts(values, Map.of(), value, value, List.of(), List.of(), false)
          : new Parts(Map.of(), values, value, value, List.of(), List.of(), false);
    }

    Parts conflict(Optional<SystemName> winner) {
      return new Parts(
          toLeft,
          toRight,
          leftBase,
          rightBase,
          List.of(new Conflict(Staged.NAME, winner)),
          losers,
          winner.isEmpty());
    }

    Parts lost(SystemName system, View value) {
      LostValue lostValue = new LostValue(Staged.NAME, system, value.get(Staged.NAME).orElse(""));
      return new Parts(toLeft, toRight, leftBase, rightBase, conflicts, List.of(lostValue), held);
    }
  }

  /** Everything that a merge has to say for the words to be true. */
  private static Parts parts(OfProperty words, Plan.Merge merge, Link before) {
    View left = merge.left().view();
    View right = merge.right().view();
    View leftBase = before.leftBase().view();
    View rightBase = before.rightBase().view();
    return switch (words) {
      case NOT_COMPARED -> throw new IllegalArgumentException("A merge compares");
      case NOTHING -> Parts.quiet(leftBase, rightBase);
      case BASES_RENEWED -> Parts.quiet(left, right);
      case TO_WEBCRM -> Parts.written(SystemName.WEBCRM, left);
      case TO_POWEROFFICE -> Parts.written(SystemName.POWEROFFICE, right);
      case POWEROFFICE_WINS ->
          Parts.written(SystemName.WEBCRM, left)
              .conflict(Optional.of(SystemName.POWEROFFICE))
              .lost(SystemName.WEBCRM, right);
      case WEBCRM_WINS ->
          Parts.written(SystemName.POWEROFFICE, right)
              .conflict(Optional.of(SystemName.WEBCRM))
              .lost(SystemName.POWEROFFICE, left);
      case HELD ->
          Parts.quiet(
                  before.leftBase().inConflict(Staged.NAME).view(),
                  before.rightBase().inConflict(Staged.NAME).view())
              .conflict(Optional.empty());
    };
  }
}
