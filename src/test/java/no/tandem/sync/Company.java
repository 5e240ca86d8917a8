package no.tandem.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import no.tandem.TestClock;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.links.LinkStore;
import no.tandem.links.LinksConfiguration;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.Units;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Removal;
import no.tandem.sync.pair.TextField;
import no.tandem.sync.proposal.Approvals;
import no.tandem.sync.proposal.Budget;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.report.Action;
import no.tandem.sync.report.Mode;
import no.tandem.sync.report.Report;
import no.tandem.sync.report.Run;
import no.tandem.sync.round.Holder;
import no.tandem.sync.round.Owners;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.Timing;

/** A company's customers and contact persons in both systems, and runs over them. */
final class Company {
  static final String NAME = "name";
  static final String PHONE = "phone";
  private static final Duration TURN = Duration.ofMinutes(2);
  private static final Duration TEN_A_SECOND = Duration.ofMillis(100);
  private static final Duration TWO_HUNDRED_AND_FIFTY_A_MINUTE = Duration.ofMillis(240);

  /** The process died in a call. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  /** One kind of record, in both systems. */
  final class Kind {
    final String name;
    final LimitedSide left;
    final LimitedSide right;
    private final Supplier<Owners> owners;

    private Kind(String name, Supplier<Owners> owners) {
      this.name = name;
      this.owners = owners;
      this.left =
          new LimitedSide(SystemName.POWEROFFICE, clock, TEN_A_SECOND, 5000, List.of(NAME, PHONE));
      this.right =
          new LimitedSide(
              SystemName.WEBCRM, clock, TWO_HUNDRED_AND_FIFTY_A_MINUTE, 1000, List.of(NAME, PHONE));
    }

    PairStore stored() {
      return store.of("t", name, name);
    }

    Links links() {
      return stored().links();
    }

    Proposals proposals() {
      return store.proposals("t", name, name);
    }

    Approvals approvals() {
      return new Approvals(proposals(), clock);
    }

    Report sweep() {
      return run(new Trigger.Sweep(Trigger.Extent.CHANGES), Mode.APPLY, Optional.empty());
    }

    Report fullSweep() {
      return run(new Trigger.Sweep(Trigger.Extent.FULL), Mode.APPLY, Optional.empty());
    }

    Report turn() {
      return run(new Trigger.Turn(), Mode.APPLY, Optional.empty());
    }

    Report hook(SystemName system, long id) {
      return run(
          new Trigger.Changed(system, new RecordId(Long.toString(id))),
          Mode.APPLY,
          Optional.empty());
    }

    Report run(Trigger trigger, Mode mode, Optional<Instant> until) {
      return new Sync(
              "t",
              new Pair(
                  name,
                  List.of(property(NAME), property(PHONE)),
                  BY_NAME,
                  ConflictPolicy.POWEROFFICE,
                  false,
                  creates,
                  any -> true,
                  removal,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()),
              new BySystem<>(left, right),
              Stores.alone(stored(), proposals()),
              owners.get(),
              new Bounds(Timing.USUAL, budget, lease, clock),
              new Run(
                  mode,
                  "run-" + clock.instant(),
                  "test",
                  Optional.empty(),
                  Optional.empty(),
                  until,
                  Optional.of(TURN),
                  (action, done) -> received.add(action)))
          .run(trigger);
    }

    /** Says yes to all that is proposed. */
    void approve() {
      decide(true);
    }

    void refuse() {
      decide(false);
    }

    private void decide(boolean approve) {
      String revision = proposals().header().revision();
      Optional<String> refused = approvals().decide(approve, revision, List.of(), "Kari");
      if (refused.isPresent()) {
        throw new AssertionError(refused.get());
      }
    }
  }

  final TestClock clock = new TestClock();
  final InMemoryDynamoDb database = new InMemoryDynamoDb();
  final List<Action> received = new ArrayList<>();
  Budget budget = new Budget(20, 30, 100, 300, 20);
  Runnable onStore = () -> {};
  RunLease lease = RunLease.NONE;
  Map<SystemName, Removal> removal = Map.of();
  Set<SystemName> creates = Set.of(SystemName.WEBCRM);
  private final LinkStore store =
      new LinkStore(
          database.through(
              new InMemoryDynamoDb.Calls() {
                @Override
                public <T> T call(String operation, Supplier<T> handled) {
                  onStore.run();
                  return handled.get();
                }
              }),
          new LinksConfiguration("links", true, Duration.ofDays(90)),
          clock);
  final Kind customers = new Kind("customers", () -> Owners.NONE);
  final Kind persons = new Kind("persons", OfCustomers::new);

  private static Property property(String name) {
    return new Property(name, new TextField(name, name.equals(NAME)), TextField.text(name));
  }

  private static final Matching BY_NAME =
      new Matching() {
        @Override
        public Set<String> keys(Candidate candidate) {
          return candidate.view().get(NAME).map(name -> Set.of(Text.folded(name))).orElse(Set.of());
        }

        @Override
        public int rank(Candidate left, Candidate right) {
          return left.owner().equals(right.owner()) && keys(left).equals(keys(right))
              ? Matching.BY_NAME
              : NO;
        }
      };

  /** As contact persons' owners are found, without suppliers. */
  private final class OfCustomers implements Owners {
    private final PairStore ofCustomers = customers.stored();

    @Override
    public Found of(Collection<Snapshot> records) {
      Set<RecordId> ids = new HashSet<>();
      records.forEach(record -> ids.add(record.owner().orElseThrow()));
      Map<LinkKey, Link> links = ofCustomers.links().byKey(LinkKey.ofAll(ids));
      Map<RecordId, Owner> owners = new HashMap<>();
      for (Snapshot record : records) {
        owners.put(
            record.id(), owner(Optional.ofNullable(links.get(LinkKey.of(record.owner().get())))));
      }
      return new Found(owners, List.of());
    }

    private Owner owner(Optional<Link> link) {
      if (link.filter(Link::active).isPresent()) {
        return new Owner.Linked(link.get().right().orElseThrow());
      }
      Optional<Hold.Proposed> proposed = link.flatMap(Link::proposed);
      if (proposed.isPresent()) {
        return new Owner.Planned(proposed.get().right(), "proposed");
      }
      if (link.filter(Link::waitsForAPerson).isPresent()) {
        return new Owner.Blocked("held");
      }
      return link.filter(l -> l.state() == Link.State.CREATING).isPresent()
          ? new Owner.Planned(Optional.empty(), "being created")
          : new Owner.Waiting("not linked yet");
    }

    @Override
    public Map<RecordId, Owner> ofNew(Collection<Snapshot> records) {
      return Map.of();
    }

    @Override
    public boolean any() {
      return true;
    }

    @Override
    public LinkReader.Moves moves(String after, int most) {
      return ofCustomers.links().moves(after, most);
    }

    @Override
    public Set<LinkKey> linkedAmong(Collection<LinkKey> owners) {
      Set<LinkKey> linked = new HashSet<>();
      ofCustomers
          .links()
          .byKey(owners)
          .forEach(
              (id, link) -> {
                if (link.active()) {
                  linked.add(id);
                }
              });
      return linked;
    }

    @Override
    public Set<LinkKey> decidedAmong(Collection<LinkKey> owners) {
      Set<LinkKey> decided = new HashSet<>();
      ofCustomers
          .links()
          .byKey(owners)
          .forEach(
              (id, link) -> {
                if (!link.due() && link.proposed().isEmpty()) {
                  decided.add(id);
                }
              });
      return decided;
    }

    @Override
    public Optional<Holder> holder() {
      return Optional.empty();
    }

    @Override
    public int calls(SystemName system) {
      return 0;
    }

    @Override
    public Units units() {
      return ofCustomers.units();
    }
  }
}
