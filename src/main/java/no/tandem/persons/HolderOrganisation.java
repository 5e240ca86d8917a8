package no.tandem.persons;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.Bounds;
import no.tandem.sync.RunLease;
import no.tandem.sync.Stores;
import no.tandem.sync.Sync;
import no.tandem.sync.Trigger;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.Units;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Field;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Property;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.round.Holder;
import no.tandem.sync.round.Owners;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.Timing;
import no.tandem.sync.side.View;

/**
 * The one webCRM organisation of a tenant under which the persons go whose PowerOffice owner has no
 * organisation: every webCRM person needs one.
 *
 * <p>It is found or created by the same path as any record, as the only record of a pair of its
 * own, so it is never created twice and no other pair can take it.
 */
public final class HolderOrganisation implements Holder {
  /** The pair under which its link is stored. */
  public static final String PAIR = "holder";

  private static final RecordId ID = new RecordId("holder");
  private static final String NAME = "name";

  private final String tenant;
  private final Named holder;
  private final Pair pair;
  private final Side organisations;
  private final Stores stores;
  private final Timing timing;
  private final Clock clock;

  /**
   * @param name the configured name
   * @param nameInWebCrm webCRM's field for an organisation's name
   * @param organisations webCRM's organisations
   * @param stores what is stored of {@link #PAIR}
   */
  public HolderOrganisation(
      String tenant,
      String name,
      Field nameInWebCrm,
      Side organisations,
      Stores stores,
      Timing timing,
      Clock clock) {
    this.tenant = tenant;
    this.holder = new Named(name);
    this.pair =
        new Pair(
            PAIR,
            List.of(new Property(NAME, new ConfiguredName(name), nameInWebCrm)),
            new ByName(),
            ConflictPolicy.POWEROFFICE,
            false,
            Set.of(SystemName.WEBCRM),
            organisation -> false,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    this.organisations = organisations;
    this.stores = stores;
    this.timing = timing;
    this.clock = clock;
  }

  /** The property that the organisations' side must read. */
  public static Property nameProperty(Field nameInWebCrm) {
    return new Property(NAME, new ConfiguredName(""), nameInWebCrm);
  }

  /** What the link store charged so far for finding it. */
  public Units units() {
    return stores.own().units();
  }

  /** Finds it, and writes nothing: one that is missing would be created. */
  public Found find() {
    return look(Mode.PLAN, "");
  }

  @Override
  public Found make(String run) {
    return look(Mode.APPLY, run);
  }

  private Found look(Mode mode, String run) {
    Optional<Link> link = stored();
    if (link.filter(Link::active).isPresent()) {
      RecordId id = link.get().right().orElseThrow();
      RecordReader.Known known = new RecordReader.Known(id, Optional.empty());
      Presence presence =
          organisations
              .read(List.of(known), 0)
              .getOrDefault(id, new Presence.Unknown("It was not read"));
      switch (presence) {
        case Presence.Present present -> {
          return new Found(new Owner.Linked(id), List.of());
        }
        case Presence.Unknown unknown -> {
          return new Found(new Owner.Unknown(unknown.reason()), List.of());
        }
        case Presence.Gone gone -> {
          if (mode == Mode.APPLY) {
            // A user deleted it; it is needed, so it is made again.
            stores.own().links().forget(link.get());
          }
        }
      }
    }
    link.filter(ended -> mode == Mode.APPLY && ended.state() == Link.State.ENDED)
        .ifPresent(
            stores.own().links()::forget); // Another run saw that it was deleted; the same holds.
    Report looked =
        new Sync(
                tenant,
                pair,
                new BySystem<>(holder, organisations),
                stores,
                Owners.NONE,
                // Within the run that needs it.
                new Bounds(timing, Budget.NONE, RunLease.NONE, clock),
                // Reported by the run that needs it.
                new Run(
                    mode,
                    run,
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Report.Listener.NONE))
            .run(new Trigger.Changed(SystemName.POWEROFFICE, ID));
    return new Found(
        mode == Mode.PLAN ? plannedOwner(looked) : owner(stored(), looked), looked.actions());
  }

  private Optional<Link> stored() {
    return stores.own().links().get(LinkKey.of(ID));
  }

  private static Owner plannedOwner(Report made) {
    return made.actions().stream()
        .filter(action -> action.kind() == Outcome.ADOPT)
        .flatMap(action -> action.webcrm().stream())
        .<Owner>map(Owner.Linked::new)
        .findFirst()
        .orElse(
            made.held() + made.deferred() > 0
                ? new Owner.Blocked("The holder organisation cannot be determined")
                : new Owner.HolderToBeCreated());
  }

  private static Owner owner(Optional<Link> link, Report made) {
    if (link.isEmpty()) {
      return new Owner.Unknown(made.stopped().orElse("There is no holder organisation"));
    }
    if (link.get().active()) {
      return new Owner.Linked(link.get().right().orElseThrow());
    }
    String reason =
        "The holder organisation: "
            + link.get().hold().map(h -> h.reason().text()).orElse("being created");
    return link.get().held() ? new Owner.Blocked(reason) : new Owner.Unknown(reason);
  }

  /** An organisation of that name is the one. */
  private static final class ByName implements Matching {

    @Override
    public Set<String> keys(Candidate candidate) {
      return candidate.view().get(NAME).map(name -> Set.of(Text.folded(name))).orElse(Set.of());
    }

    @Override
    public int rank(Candidate left, Candidate right) {
      return keys(left).equals(keys(right)) ? BY_NAME : NO;
    }
  }

  /** The name as configured; another spelling of it in webCRM means the same. */
  private record ConfiguredName(String name) implements Field {

    @Override
    public List<String> columns() {
      return List.of(NAME);
    }

    @Override
    public Optional<String> read(Columns record) {
      return record.text(NAME);
    }

    @Override
    public Optional<String> fit(Optional<String> value, Columns target, Lengths lengths) {
      return value.map(v -> Text.matches(v, name) ? name : v);
    }

    @Override
    public Optional<String> whyNot(Optional<String> value, Columns target) {
      return Optional.of("The holder organisation's name comes from the configuration");
    }

    @Override
    public Map<String, String> write(Optional<String> value, Columns target, Lengths lengths) {
      return Map.of();
    }
  }

  /** The configuration as a system with one record. */
  private static final class Named implements Side {
    private final Snapshot snapshot;

    Named(String name) {
      snapshot =
          new Snapshot(
              ID,
              new View(Map.of(NAME, name)),
              Columns.of(Map.of(NAME, name)),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              false,
              Optional.empty(),
              Optional.empty());
    }

    @Override
    public Listing all() {
      return new Listing(List.of(snapshot), Optional.empty());
    }

    @Override
    public Listing changedSince(Cursor cursor) {
      return all();
    }

    @Override
    public Listing changedSince(Instant since) {
      return all();
    }

    @Override
    public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
      Map<RecordId, Presence> found = new HashMap<>();
      known.forEach(
          record ->
              found.put(
                  record.id(),
                  record.id().equals(ID) ? new Presence.Present(snapshot) : new Presence.Gone()));
      return found;
    }

    @Override
    public Created create(New record, IntentStore intentStore) {
      throw new RejectedException(
          SystemName.POWEROFFICE, 0, "The configuration is not written", "It is not written");
    }

    @Override
    public Optional<Snapshot> update(
        Snapshot current, Map<String, String> columns, Freshness freshness) {
      throw new RejectedException(
          SystemName.POWEROFFICE, 0, "The configuration is not written", "It is not written");
    }

    @Override
    public Map<String, String> deactivation() {
      return Map.of();
    }

    @Override
    public Map<String, String> activation() {
      return Map.of();
    }

    @Override
    public Lengths lengths() {
      return Lengths.UNKNOWN;
    }

    @Override
    public int calls() {
      return 0;
    }
  }
}
