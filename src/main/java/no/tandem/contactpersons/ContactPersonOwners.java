package no.tandem.contactpersons;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import no.tandem.functions.Connections;
import no.tandem.persons.HolderOrganisation;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.settings.PairName;
import no.tandem.sync.detect.Owner;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.LinkReader;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.Units;
import no.tandem.sync.report.Action;
import no.tandem.sync.round.Holder;
import no.tandem.sync.round.Owners;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;

/**
 * A contact person belongs to a customer or a supplier. A customer's organisation is found through
 * the customer's link; only an owner that is a supplier and no customer leads to the holder
 * organisation.
 */
final class ContactPersonOwners implements Owners {
  private final PairStore ofCustomers;
  private final Side customers;
  private final Side suppliers;
  private final Side organisations;
  private final HolderOrganisation holder;

  ContactPersonOwners(Connections connections) {
    ofCustomers = connections.ofCustomers();
    customers = connections.powerOffice(PowerOffice.Kind.CUSTOMERS);
    suppliers = connections.powerOffice(PowerOffice.Kind.SUPPLIERS);
    organisations = connections.organisations();
    holder = connections.holder(organisations);
  }

  @Override
  public Found of(Collection<Snapshot> records) {
    Set<RecordId> ids = new HashSet<>();
    records.forEach(record -> record.owner().ifPresent(ids::add));
    Map<RecordId, Owner> byOwner = new HashMap<>();
    ofCustomers
        .links()
        .byKey(LinkKey.ofAll(ids))
        .values()
        .forEach(link -> link.left().ifPresent(id -> byOwner.put(id, linkedCustomer(link))));
    ids.removeAll(byOwner.keySet());
    Set<RecordId> onlySuppliers = findUnlinked(ids, byOwner);
    List<Action> ofHolder = List.of();
    if (!onlySuppliers.isEmpty()) {
      Holder.Found found = holder.find();
      onlySuppliers.forEach(id -> byOwner.put(id, found.owner()));
      ofHolder = found.actions();
    }
    Map<RecordId, Owner> byRecord = new HashMap<>();
    for (Snapshot record : records) {
      byRecord.put(
          record.id(),
          record
              .owner()
              .<Owner>map(id -> byOwner.getOrDefault(id, new Owner.Unknown("It was not read")))
              .orElse(new Owner.Blocked("PowerOffice names no owner for it")));
    }
    return new Found(byRecord, ofHolder);
  }

  private static Owner linkedCustomer(Link link) {
    String customer = "Its owner, customer " + link.key() + ", ";
    String why = link.hold().map(hold -> hold.reason().text()).orElse("");
    return switch (link.state()) {
      case ACTIVE -> new Owner.Linked(link.right().orElseThrow());
      case ENDED -> new Owner.Blocked(customer + "is no longer linked: " + why);
      case CREATING ->
          link.waitsForAPerson()
              ? new Owner.Blocked(customer + "is held: " + why)
              : new Owner.Planned(Optional.empty(), customer + "is being created in webCRM");
      case PENDING -> {
        Optional<Hold.Proposed> proposed = link.proposed();
        if (proposed.isPresent()) {
          yield new Owner.Planned(
              proposed.get().right(), customer + "waits for a person to be linked");
        }
        yield link.waitsForAPerson()
            ? new Owner.Blocked(customer + "is held: " + why)
            : new Owner.Waiting(customer + "is not linked yet: " + why);
      }
    };
  }

  /** Finds out what the owners without a stored link are; returns those that are only suppliers. */
  private Set<RecordId> findUnlinked(Set<RecordId> ids, Map<RecordId, Owner> byOwner) {
    Set<RecordId> noCustomers = new HashSet<>();
    read(customers, ids)
        .forEach(
            (id, presence) -> {
              switch (presence) {
                case Presence.Gone gone -> noCustomers.add(id);
                case Presence.Unknown unknown ->
                    byOwner.put(id, new Owner.Unknown(unknown.reason()));
                case Presence.Present present -> byOwner.put(id, unlinkedCustomer(present.found()));
              }
            });
    Set<RecordId> onlySuppliers = new HashSet<>();
    read(suppliers, noCustomers)
        .forEach(
            (id, presence) -> {
              switch (presence) {
                case Presence.Gone gone ->
                    byOwner.put(
                        id,
                        new Owner.Blocked(
                            "Its owner " + id + " is neither a customer nor a supplier"));
                case Presence.Unknown unknown ->
                    byOwner.put(id, new Owner.Unknown(unknown.reason()));
                case Presence.Present present -> {
                  if (present.found().active()) {
                    onlySuppliers.add(id);
                  } else {
                    byOwner.put(
                        id,
                        notActive("supplier", present.found())
                            .orElseGet(
                                () ->
                                    new Owner.Waiting(
                                        "Its owner, supplier " + id + ", is not linked yet")));
                  }
                }
              }
            });
    return onlySuppliers;
  }

  /** It is taken to be linked by then, so that a first load can be looked at. */
  private static Owner unlinkedCustomer(Snapshot owner) {
    return notActive("customer", owner)
        .orElseGet(
            () ->
                new Owner.Planned(
                    Optional.empty(), "Its owner, customer " + owner.id() + ", is not linked yet"));
  }

  private static Optional<Owner> notActive(String role, Snapshot owner) {
    return owner
        .inactive()
        .map(why -> new Owner.Blocked("Its owner, " + role + " " + owner.id() + ", is " + why));
  }

  private Map<RecordId, Presence> read(Side side, Set<RecordId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    int listed =
        ofCustomers.runState().cursor(SystemName.POWEROFFICE).map(Cursor::recordsListed).orElse(0);
    List<RecordReader.Known> known =
        ids.stream().map(id -> new RecordReader.Known(id, Optional.empty())).toList();
    return side.read(known, listed);
  }

  @Override
  public Map<RecordId, Owner> ofNew(Collection<Snapshot> records) {
    Set<RecordId> organisationIds = new HashSet<>();
    records.forEach(record -> record.owner().ifPresent(organisationIds::add));
    Map<RecordId, LinkReader.Claim> claims = ofCustomers.links().claims(organisationIds);
    claims
        .values()
        .removeIf(claim -> claim.released() || !claim.pair().equals(PairName.CUSTOMERS.key()));
    Map<LinkKey, Link> awaited =
        ofCustomers
            .links()
            .byKey(
                claims.values().stream()
                    .map(LinkReader.Claim::key)
                    .filter(LinkKey::isAwaiting)
                    .toList());
    Map<RecordId, Owner> byRecord = new HashMap<>();
    for (Snapshot record : records) {
      record
          .owner()
          .flatMap(id -> Optional.ofNullable(claims.get(id)))
          .map(LinkReader.Claim::key)
          .ifPresent(
              key ->
                  byRecord.put(
                      record.id(),
                      key.left()
                          .<Owner>map(Owner.Linked::new)
                          .orElseGet(
                              () -> awaitedCustomer(Optional.ofNullable(awaited.get(key))))));
    }
    return byRecord;
  }

  private static Owner awaitedCustomer(Optional<Link> link) {
    return link.filter(Link::waitsForAPerson)
        .flatMap(Link::hold)
        .<Owner>map(why -> new Owner.Blocked("Its organisation is held: " + why.reason().text()))
        .orElse(new Owner.Waiting("Its organisation is being created in PowerOffice"));
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
    return having(owners, Link::active);
  }

  @Override
  public Set<LinkKey> decidedAmong(Collection<LinkKey> owners) {
    return having(owners, Link::isDecided);
  }

  private Set<LinkKey> having(Collection<LinkKey> owners, Predicate<Link> state) {
    Set<LinkKey> having = new HashSet<>();
    if (!owners.isEmpty()) {
      ofCustomers
          .links()
          .byKey(owners)
          .forEach(
              (key, link) -> {
                if (state.test(link)) {
                  having.add(key);
                }
              });
    }
    return having;
  }

  @Override
  public Optional<Holder> holder() {
    return Optional.of(holder);
  }

  @Override
  public int calls(SystemName system) {
    return system == SystemName.POWEROFFICE
        ? customers.calls() + suppliers.calls()
        : organisations.calls();
  }

  @Override
  public Units units() {
    return ofCustomers.units().plus(holder.units());
  }
}
