package no.tandem.sync.apply;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.detect.PairPrecedence;
import no.tandem.sync.detect.RecordState;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.HistoryEntry;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.LinkState;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.Outage;
import no.tandem.sync.link.Outcome;
import no.tandem.sync.link.Reason;
import no.tandem.sync.pair.Pair;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.plan.Plan;
import no.tandem.sync.report.Action;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import no.tandem.sync.side.View;

/** Creates one record that is missing in a system. */
final class CreateStep {
  private final ApplyContext context;
  private final Pair pair;
  private final Rules rules;
  private final Links links;
  private final Clock clock;
  private final HistoryEntries entries;

  CreateStep(ApplyContext context) {
    this.context = context;
    this.pair = context.pair();
    this.rules = context.rules();
    this.links = context.links();
    this.clock = context.clock();
    this.entries = context.entries();
  }

  /**
   * A record that is to be created.
   *
   * @param source the record that it is made from
   * @param owner the record of its system under which it belongs
   */
  record Draft(
      RecordState state,
      SystemName system,
      Snapshot source,
      Optional<RecordId> owner,
      Map<String, String> columns,
      String reference) {

    /** As it is sent. */
    Side.New sent() {
      return new Side.New(columns, owner, reference);
    }

    Action action() {
      return ApplyContext.action(Outcome.CREATE, state).in(system, List.copyOf(columns.keySet()));
    }
  }

  void create(Draft draft) {
    create(draft, begun(draft));
  }

  Begun begun(Draft draft) {
    return new Begun(draft);
  }

  /**
   * Creates the record.
   *
   * @param begun its creation, which may be stored already; it was not sent
   */
  void create(Draft draft, Begun begun) {
    RecordState state = draft.state();
    if (context.plansOnly()) {
      context.report(draft.action());
      return;
    }
    if (state.intent() && state.tries().areUsedUp()) {
      // It was looked for again, and is not there: now it is known that it was not created.
      Hold failed = state.link().flatMap(Link::hold).orElseThrow().as(Hold.Kind.HELD);
      notCreated(state, draft.system(), state.linkOrNew(), failed);
      return;
    }
    Outage.Write create = Outage.Write.create(draft.system());
    Side.Created created;
    try {
      created = context.side(draft.system()).create(draft.sent(), begun);
      context.succeeded(create);
      context.applied(draft.source());
    } catch (RejectedException e) {
      notCreated(state, draft.system(), begun.link(), context.rejected(create, e));
      return;
    } catch (TransientException e) {
      Hold failed = context.failed(create, state, e);
      if (e.judges()) {
        notCreated(state, draft.system(), begun.link(), failed);
      } else if (begun.stored) {
        // Whether it was created is not known, so it is looked for before anything else.
        context.hold(
            state,
            begun.link(),
            failed.as(Hold.Kind.DEFERRED).with(failed.tries().lookedForAtFirst()));
      } else {
        context.hold(state, state.linkOrNew(), failed);
      }
      return;
    }
    if (created.id().isEmpty()) {
      context.report(
          ApplyContext.action(Outcome.DEFER, state)
              .because(Hold.deferred(Reason.idUnknown(draft.system()))));
      return;
    }
    link(draft, begun, created.id().get(), created.stored());
  }

  /**
   * A creation from when it is first known to be sent: each time that it is stored, what is stored
   * is what the next storing starts from.
   */
  final class Begun implements Side.IntentStore {
    private final Draft draft;
    private Link link;
    private boolean stored;

    private Begun(Draft draft) {
      this.draft = draft;
      this.link = draft.state().linkOrNew();
    }

    /**
     * Whether it has taken so long that another run may have taken it for failed: this process has
     * slept.
     */
    boolean mayBeOver() {
      Instant latest =
          link.intentAt()
              .map(at -> context.timing().overAt(draft.system(), at))
              .orElse(Instant.MAX)
              .minus(context.timing().clocksApart());
      return clock.instant().isAfter(latest);
    }

    /** What is stored. */
    Link link() {
      return link;
    }

    @Override
    public Instant store() {
      Instant now = clock.instant();
      Snapshot source = draft.source();
      LinkState.Intent intent = new LinkState.Intent(now, view(draft));
      link =
          links.save(
              link,
              draft.system() == SystemName.WEBCRM
                  ? PairPrecedence.knowing(pair, link, Optional.of(source))
                      .creating(sourceBase(draft), intent)
                  : Link.awaiting(source.id(), sourceBase(draft), intent, link.version()),
              Optional.empty());
      stored = true;
      // What is begun goes on by itself and asks for no room again, sent or not.
      context.touched(draft.state(), draft.system());
      return context.timing().sentUntil(now);
    }
  }

  private void notCreated(RecordState state, SystemName system, Link intent, Hold why) {
    Hold seen = why.seen(state.left().snapshot(), state.right().snapshot());
    Action held = ApplyContext.action(ApplyContext.heldOrDeferred(seen), state).because(seen);
    context.leftAlone(state, system);
    links.save(intent, intent.notCreated(Optional.of(seen)), entries.entry(state, held));
    context.report(held);
  }

  Draft draft(RecordState state, Plan.Create plan) {
    SystemName system = plan.system();
    Snapshot source = state.in(system.other()).snapshot().orElseThrow();
    Map<String, String> columns = new LinkedHashMap<>();
    for (Property property : rules.properties()) {
      property
          .on(system)
          .write(source.view().get(property.name()), Columns.NONE, rules.lengths(system))
          .forEach(
              (column, text) -> {
                if (!text.isEmpty()) {
                  columns.put(column, text);
                }
              });
    }
    String reference =
        system == SystemName.WEBCRM
            ? pair.reference(source.id())
            : pair.referenceToWebCrm(source.id());
    return new Draft(state, system, source, plan.owner(), columns, reference);
  }

  /**
   * Stores and reports that the record was created.
   *
   * @param stored the record as it was read back, where it was
   */
  void link(Draft draft, Begun begun, RecordId id, Optional<Snapshot> stored) {
    Optional<RecordId> twin = begun.mayBeOver() ? twin(draft, id) : Optional.empty();
    try {
      if (twin.isPresent()) {
        twins(draft, begun.link(), id, twin.get());
      } else {
        link(draft, begun.link(), id, stored);
      }
    } catch (Links.StaleLinkException e) {
      Link others =
          linkedByAnother(draft).filter(link -> !made(draft, link).equals(id)).orElseThrow(() -> e);
      twins(draft, others, id, made(draft, others));
    }
  }

  private void twins(Draft draft, Link link, RecordId id, RecordId twin) {
    Hold both = Hold.held(Reason.twins(draft.system(), id, twin));
    Action held = ApplyContext.action(Outcome.HOLD, draft.state()).because(both);
    links.save(link, link.held(both), entries.entry(draft.state(), held));
    context.report(held);
  }

  /** Another record that was made from the same one, by a run that took this one for dead. */
  private Optional<RecordId> twin(Draft draft, RecordId id) {
    Optional<String> field =
        draft.system() == SystemName.WEBCRM ? pair.webCrmReference() : pair.powerOfficeReference();
    return context.side(draft.system()).all().snapshots().stream()
        .filter(record -> !record.id().equals(id))
        .filter(
            record ->
                field
                    .map(f -> record.columns().text(f).equals(Optional.of(draft.reference())))
                    .orElseGet(
                        () ->
                            record.createdByIntegration().isPresent()
                                && record.view().equals(view(draft))
                                && record.owner().equals(draft.owner())))
        .map(Snapshot::id)
        .findFirst();
  }

  /** The link that another run has made meanwhile. */
  private Optional<Link> linkedByAnother(Draft draft) {
    RecordId source = draft.source().id();
    Optional<LinkKey> key =
        draft.system() == SystemName.WEBCRM
            ? Optional.of(LinkKey.of(source))
            : Optional.ofNullable(links.claims(Set.of(source)).get(source))
                .map(LinkReader.Claim::key);
    return key.flatMap(links::get).filter(Link::active);
  }

  private static RecordId made(Draft draft, Link link) {
    return draft.system() == SystemName.WEBCRM
        ? link.right().orElseThrow()
        : link.left().orElseThrow();
  }

  private void link(Draft draft, Link intent, RecordId id, Optional<Snapshot> stored) {
    boolean inWebCrm = draft.system() == SystemName.WEBCRM;
    Action done = inWebCrm ? draft.action().withWebCrm(id) : draft.action().withPowerOffice(id);
    Optional<HistoryEntry> entry = entries.entry(draft.state(), done);
    if (inWebCrm) {
      Link linked = links.save(intent, created(draft, intent.linkedTo(id), stored), entry);
      stored.ifPresentOrElse(
          context::learn, () -> context.readBack().add(draft.state(), linked, true));
    } else {
      LinkKey key = LinkKey.of(id);
      links.replace(intent, Link.of(key), created(draft, intent, stored).under(key, 0), entry);
    }
    context.report(done);
  }

  /** The properties as they will stand in the created record. */
  View view(Draft draft) {
    View view = View.EMPTY;
    for (Property property : rules.properties()) {
      view = view.with(property.name(), sent(draft, property));
    }
    return view;
  }

  private Optional<String> sent(Draft draft, Property property) {
    return property
        .on(draft.system())
        .fit(
            draft.source().view().get(property.name()),
            Columns.NONE,
            rules.lengths(draft.system()));
  }

  private Base sourceBase(Draft draft) {
    Base base = Base.of(draft.source());
    for (Property property : rules.properties()) {
      base = base.seen(property.name(), draft.source().view().get(property.name()));
    }
    return base;
  }

  /**
   * The link as it is once the record was created from the other one. Where it is known how that
   * was stored, the stored form is its base and no edit.
   */
  private Link created(Draft draft, Link link, Optional<Snapshot> stored) {
    Base made = stored.map(Base::of).orElse(Base.NONE).withOwner(draft.owner());
    List<Hold> holds = new ArrayList<>();
    for (Property property : rules.properties()) {
      String name = property.name();
      Optional<String> sent = sent(draft, property);
      if (stored.filter(record -> record.shows(name)).isPresent()) {
        Optional<String> now = stored.get().view().get(name);
        made = made.seen(name, now);
        if (now.isEmpty() && sent.isPresent()) {
          holds.add(Hold.held(Reason.notStored(draft.system(), name)));
        }
      } else {
        made = sent.isPresent() ? made.written(name, sent) : made.seen(name, sent);
      }
    }
    Optional<Hold> hold = ApplyContext.combined(holds);
    return draft.system() == SystemName.WEBCRM
        ? link.inSync(sourceBase(draft), made, hold, Map.of())
        : link.inSync(made, sourceBase(draft), hold, Map.of());
  }
}
