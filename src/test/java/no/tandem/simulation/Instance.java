package no.tandem.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import no.tandem.TestClock;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.Metrics;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairRuns;
import no.tandem.functions.Queues;
import no.tandem.functions.ReportJson;
import no.tandem.functions.TenantSettings;
import no.tandem.functions.Tenants;
import no.tandem.links.InMemoryDynamoDb;
import no.tandem.links.LinkStore;
import no.tandem.operator.OperatorFunction;
import no.tandem.operator.OperatorJson;
import no.tandem.poweroffice.InProcessPowerOffice;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.poweroffice.PowerOfficeConfiguration;
import no.tandem.remote.Limits;
import no.tandem.remote.Waiting;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.webcrm.InProcessWebCrm;
import no.tandem.webcrm.WebCrm;
import no.tandem.webcrm.WebCrmConfiguration;

/**
 * One running function, as an instance of its own: nothing of it survives but what it stored. It
 * keeps what it saw, for the ledger.
 */
final class Instance {
  private final int number;
  private final Mutation mutation;
  private final TestClock time;
  private Instant started;
  private final CustomersFunction customers;
  private final DepartmentsFunction departments;
  private final ContactPersonsFunction contactPersons;
  private final SupplierPersonsFunction supplierPersons;
  private final OperatorFunction operator;
  private final Map<SystemName, Deque<Instant>> sent = new EnumMap<>(SystemName.class);
  private final Set<String> sawGoneOrInactive = new HashSet<>();
  private Duration behind = Duration.ZERO;
  private boolean dead;
  private boolean approves;
  private final Map<Systems.Key, List<Instant>> reads = new HashMap<>();
  private final Map<String, List<Changes>> changes = new HashMap<>();
  private final Map<Systems.Key, Instant> late = new HashMap<>();
  private Instant handedOver = Instant.EPOCH;
  private boolean readStale;
  private final List<String> intents = new ArrayList<>();
  private final Set<String> runs = new HashSet<>();
  private final Map<String, String> operatorsEdits = new HashMap<>();
  private Optional<JsonNode> asked = Optional.empty();

  /**
   * A list of changes was read.
   *
   * @param since from which moment on it names all that has changed
   */
  private record Changes(Instant since, Instant at) {}

  Instance(
      int number,
      TenantSettings settings,
      TestClock time,
      Network network,
      InMemoryDynamoDb database,
      Mutation mutation,
      Duration ahead,
      Queues queues,
      Consumer<Duration> waits) {
    this.number = number;
    this.mutation = mutation;
    this.time = time;
    this.started = time.instant();
    Waiting waiting = seen(time, ahead, waits);
    Tenants tenants =
        new Tenants(
            settings,
            new Tenants.Systems() {
              @Override
              public PowerOffice powerOffice(PowerOfficeConfiguration configuration) {
                return InProcessPowerOffice.connect(
                    configuration,
                    waiting,
                    exchange(network, SystemName.POWEROFFICE),
                    Limits.ofThisProcess(waiting),
                    mutation::limit);
              }

              @Override
              public WebCrm webCrm(WebCrmConfiguration configuration) {
                return InProcessWebCrm.connect(
                    configuration,
                    waiting,
                    exchange(network, SystemName.WEBCRM),
                    Limits.ofThisProcess(waiting),
                    mutation::limit);
              }

              @Override
              public Side side(PairDefinition pair, SystemName system, Side made) {
                return watched(pair, system, mutation.side(pair, system, made));
              }
            },
            new LinkStore(
                mutation.store(database.through(network.store(this))),
                settings.deployment().links(),
                waiting.clock()),
            waiting);
    PairRuns runs = new PairRuns(tenants, queues, Metrics.NONE);
    customers = new CustomersFunction(runs);
    departments = new DepartmentsFunction(runs);
    contactPersons = new ContactPersonsFunction(runs);
    supplierPersons = new SupplierPersonsFunction(runs);
    operator =
        new OperatorFunction(
            runs, tenants, customers, departments, contactPersons, supplierPersons);
  }

  private InProcessPowerOffice.Exchange exchange(Network network, SystemName system) {
    return mutation.exchange(system, request -> network.exchange(this, system, request));
  }

  /** Notes which writes the engine itself found to be late. */
  private Side watched(PairDefinition pair, SystemName system, Side side) {
    String key = pair.name().key();
    String kind =
        system == SystemName.WEBCRM ? Systems.webCrmKind(key) : Systems.powerOfficeKind(key);
    return new SideDecorator(side) {
      @Override
      public Optional<Snapshot> update(
          Snapshot current, Map<String, String> columns, Freshness freshness) {
        return real.update(
            current,
            columns,
            () -> {
              try {
                freshness.check();
              } catch (Freshness.TooOldException e) {
                long id = Long.parseLong(current.id().value());
                late.put(new Systems.Key(system, kind, id), time.instant());
                throw e;
              }
            });
      }
    };
  }

  List<PairDefinition> pairs() {
    return List.of(
        customers.pair(), departments.pair(), contactPersons.pair(), supplierPersons.pair());
  }

  ReportJson call(String pair, JsonNode json) {
    started = time.instant();
    readStale = false;
    approves = json.has("approve");
    return switch (pair) {
      case "customers" -> (ReportJson) customers.answer(json);
      case "departments" -> (ReportJson) departments.answer(json);
      case "contact-persons" -> (ReportJson) contactPersons.answer(json);
      default -> (ReportJson) supplierPersons.answer(json);
    };
  }

  OperatorJson operate(JsonNode json) {
    started = time.instant();
    readStale = false;
    asked = Optional.of(json);
    mutation.asked(json);
    return operator.run(json);
  }

  /** Whether it does this for an operator. */
  boolean isAskedTo(String how) {
    return asked
        .filter(
            call ->
                call.path("how").asText().equals(how) || call.path("action").asText().equals(how))
        .isPresent();
  }

  /** Whether it puts back for an operator what was there before. */
  boolean edits() {
    return isAskedTo("restore") || isAskedTo("undo");
  }

  /** The first outcome of an operator's run is what it asked for; the others follow from it. */
  boolean isFirstOf(String run) {
    return runs.add(run);
  }

  /** An operator has it write this. */
  void isToWrite(String property, String value) {
    operatorsEdits.put(property, value);
  }

  boolean hasYetToWrite(String property) {
    return operatorsEdits.containsKey(property);
  }

  boolean wasToWrite(String property, Optional<String> value) {
    return operatorsEdits.remove(property, value.orElse(""));
  }

  @Override
  public String toString() {
    return "process " + number;
  }

  /** When it began what it does now. */
  Instant started() {
    return started;
  }

  /** Whether it does what a person has approved or asked for. */
  boolean isForAPerson() {
    return approves || asked.isPresent();
  }

  void read(Systems.Key record, Instant at) {
    reads.computeIfAbsent(record, key -> new ArrayList<>()).add(at);
  }

  /** When it read the record in what it does now, the last time last. */
  List<Instant> reads(Systems.Key record) {
    return reads.getOrDefault(record, List.of()).stream()
        .filter(at -> !at.isBefore(started))
        .toList();
  }

  /** It was shown all records of the kind that have changed since then. */
  void readChanges(SystemName system, String kind, Instant since, Instant at) {
    changes.computeIfAbsent(system + kind, key -> new ArrayList<>()).add(new Changes(since, at));
  }

  /**
   * When it last saw the record as it is. A list of changes that does not name a record says that
   * it is as it was read before.
   */
  Optional<Instant> lastSaw(Systems.Key record) {
    Optional<Instant> last = reads(record).stream().reduce((one, next) -> next);
    for (Changes one : changes.getOrDefault(record.system() + record.kind(), List.of())) {
      if (last.filter(at -> !at.isBefore(one.since()) && at.isBefore(one.at())).isPresent()) {
        last = Optional.of(one.at());
      }
    }
    return last;
  }

  /** It hands a request over; from then on it can be put to sleep without a chance to notice. */
  void sends(Instant at) {
    handedOver = at;
  }

  /** When it handed over what it sends. */
  Instant handedOver() {
    return handedOver;
  }

  /** When a write of this record got its place in the limit too late to be sent. */
  Optional<Instant> wasLate(Systems.Key record) {
    return Optional.ofNullable(late.get(record)).filter(at -> !at.isBefore(started));
  }

  boolean dead() {
    return dead;
  }

  void kill() {
    dead = true;
  }

  /** The earliest moment whose values this process can have read. */
  Instant readsFrom() {
    return readStale ? started.minus(Network.STALE) : started.minus(behind);
  }

  /** It may be shown what was so long ago. */
  void readsBehind(Duration delay) {
    behind = delay;
  }

  void readStale() {
    readStale = true;
  }

  /** The links whose missing records it is about to create, the latest last. */
  List<String> intents() {
    return List.copyOf(intents);
  }

  void intends(String link) {
    intents.remove(link);
    intents.add(link);
  }

  /** It made what that link missed; whoever makes another one needs another intent. */
  void made(String link) {
    intents.remove(link);
  }

  void saw(String record) {
    sawGoneOrInactive.add(record);
  }

  boolean sawGoneOrInactive(String record) {
    return sawGoneOrInactive.contains(record);
  }

  /** How many requests it has sent to the system within this time, this one included. */
  int sent(SystemName system, Instant now, Duration within) {
    Deque<Instant> moments = sent.computeIfAbsent(system, s -> new ArrayDeque<>());
    moments.addLast(now);
    while (!moments.getFirst().isAfter(now.minus(within))) {
      moments.removeFirst();
    }
    return moments.size();
  }

  /** Time as a machine sees it whose clock is ahead by this much, and which waits this way. */
  private static Waiting seen(Clock time, Duration ahead, Consumer<Duration> waits) {
    Clock skewed = Clock.offset(time, ahead);
    return new Waiting() {
      @Override
      public Clock clock() {
        return skewed;
      }

      @Override
      public void pause(Duration duration) {
        waits.accept(duration);
      }
    };
  }
}
