package no.tandem.sync.round;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.apply.Targets;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.plan.Effect;
import no.tandem.sync.plan.Planned;
import no.tandem.sync.plan.Planner;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Report;

/** Makes the holder organisation before the first plan that needs it is carried out. */
public final class HolderFirst {
  private final Targets targets;
  private final Owners owners;
  private final Report.Builder report;

  public HolderFirst(Targets targets, Owners owners, Report.Builder report) {
    this.targets = targets;
    this.owners = owners;
    this.report = report;
  }

  /**
   * The same plans with the holder organisation as it is now, if one of them needs it.
   *
   * @param planned what would be done for it
   * @param planner has decided them
   */
  public List<Planned> ready(List<Planned> toDo, List<Action> planned, Planner planner) {
    Set<Owner> unmade = new HashSet<>(Set.of(new Owner.HolderToBeCreated()));
    planned.stream()
        .filter(action -> action.kind() == Outcome.ADOPT)
        .flatMap(action -> action.webcrm().stream())
        .map(Owner.Linked::new)
        .forEach(unmade::add);
    if (toDo.stream().noneMatch(one -> needs(one, unmade))) {
      report.addHolder(planned);
      return toDo;
    }
    Holder.Found holder = owners.holder().orElseThrow().make(targets.run().id());
    report.addHolder(holder.actions());
    return toDo.stream()
        .map(one -> needs(one, unmade) ? planner.again(under(holder.owner(), one)) : one)
        .toList();
  }

  private boolean needs(Planned one, Set<Owner> unmade) {
    return one.state().owner().filter(unmade::contains).isPresent()
        && Effect.of(targets.pair(), one).isPresent();
  }

  private static Planned under(Owner holder, Planned one) {
    return new Planned(one.state().with(Optional.of(holder)), one.plan());
  }
}
