package no.tandem.sync;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds out which records a run has to look at: what may have changed, by what was listed. */
final class Survey {
  /** So many candidates of ambiguous records a sweep reads again: what fits in one call. */
  private static final int CANDIDATES_AT_ONCE = 200;

  /**
   * What both systems listed in this run.
   *
   * @param everyLeft whether every PowerOffice record is among them
   * @param everyRight whether every webCRM record is among them
   */
  record Listed(
      Map<RecordId, Snapshot> lefts,
      Map<RecordId, Snapshot> rights,
      boolean everyLeft,
      boolean everyRight) {
    static final Listed NOTHING = new Listed(Map.of(), Map.of(), false, false);

    static Listed of(BySystem<Sighting> seen) {
      return new Listed(
          byId(seen.powerOffice().listing()),
          byId(seen.webCrm().listing()),
          seen.powerOffice().everything(),
          seen.webCrm().everything());
    }

    /** What this system listed. */
    Map<RecordId, Snapshot> in(SystemName system) {
      return new BySystem<>(lefts, rights).of(system);
    }

    /** What has the id of the link's webCRM record by now. */
    Optional<Snapshot> right(Link link) {
      return nowOf(link, rights);
    }

    private static Map<RecordId, Snapshot> byId(Listing listing) {
      Map<RecordId, Snapshot> byId = new LinkedHashMap<>();
      listing.snapshots().forEach(snapshot -> byId.put(snapshot.id(), snapshot));
      return byId;
    }
  }

  /**
   * What is to be decided.
   *
   * @param lefts PowerOffice records
   * @param news webCRM records without a link that may be new, or whose creation in PowerOffice was
   *     begun or is held
   * @param stored what is stored of them, by the names of the links
   * @param unsettled what else is held or due
   */
  record Due(
      Set<RecordId> lefts, Set<RecordId> news, Map<RecordId, Link> stored, List<Link> unsettled) {

    /** The same with more links to be decided. */
    Due with(Map<RecordId, Link> more) {
      Map<RecordId, Link> all = new HashMap<>(stored);
      all.putAll(more);
      Due other = split(more.keySet(), Set.of(), all, unsettled);
      other.lefts().addAll(lefts);
      other.news().addAll(news);
      return other;
    }

    boolean isNothing() {
      return lefts.isEmpty() && news.isEmpty();
    }
  }

  /**
   * What a look at the listed records gives.
   *
   * @param due what is to be decided
   * @param confirmed what needs no decision: what was written has been read back
   * @param settled records that need neither
   */
  record Found(Due due, List<Confirmed> confirmed, BySystem<Set<RecordId>> settled) {}

  /** A link whose records are as it says. */
  record Confirmed(Link before, Link after) {}

  private final Pair pair;
  private final RecordReader right;
  private final LinkReader links;
  private final OwnerReader owners;
  private final Precedence precedence;
  private final Clock clock;
  private final IntPredicate isTooMuch;
  private final ListingCheck check;
  private final Report.Builder report;

  /**
   * @param isTooMuch whether this many records are more than a whole budget
   */
  Survey(
      Sources sources,
      Clock clock,
      IntPredicate isTooMuch,
      ListingCheck check,
      Report.Builder report) {
    this.pair = sources.pair();
    this.right = sources.right();
    this.links = sources.links();
    this.owners = sources.owners();
    this.precedence = sources.precedence();
    this.clock = clock;
    this.isTooMuch = isTooMuch;
    this.check = check;
    this.report = report;
  }

  // --- what changed ---

  /**
   * What the listed changes and the held and deferred records give to do.
   *
   * @param asBefore records that are as they were when they needed nothing
   * @return empty if the run has to stop, which is then in the report
   */
  Optional<Found> changes(Listed listed, BySystem<Set<RecordId>> asBefore) {
    Map<RecordId, Snapshot> lefts = listed.lefts();
    Map<RecordId, Snapshot> rights = listed.rights();
    List<Link> unsettled = links.unsettled();
    Set<RecordId> lookedAt = without(rights.keySet(), asBefore.webCrm());
    Map<RecordId, LinkReader.Claim> claims = links.claims(lookedAt);
    Map<RecordId, RecordId> linkOfRight = new HashMap<>();
    Set<RecordId> news = new TreeSet<>();
    for (RecordId id : lookedAt) {
      Optional<LinkReader.Claim> claim = Optional.ofNullable(claims.get(id));
      claim.filter(c -> c.pair().equals(pair.name())).ifPresent(c -> linkOfRight.put(id, c.left()));
      if (claim.isEmpty() && isNew(Objects.requireNonNull(rights.get(id)))) {
        news.add(id);
      }
    }
    Set<RecordId> unclaimed = Set.copyOf(news);
    unsettled.stream()
        .filter(link -> Link.isAwaited(link.left()) && backsOff(link))
        .flatMap(link -> link.right().stream().filter(id -> !rightHasChanged(link, rights.get(id))))
        .forEach(news::remove);
    Set<RecordId> due = dueAgain(unsettled, lefts, rights);
    Set<RecordId> hinted = new TreeSet<>(due);
    hinted.addAll(without(lefts.keySet(), asBefore.powerOffice()));
    hinted.addAll(linkOfRight.values());
    Map<RecordId, Link> stored = links.byLeft(hinted);
    if (!check.hasTheSameRecords(listed, stored.values())) {
      return Optional.empty();
    }
    news.addAll(inPlaceOfEnded(stored.values(), rights));
    news.forEach(id -> report.examined());

    List<Confirmed> confirmed = new ArrayList<>();
    for (RecordId id : hinted) {
      report.examined();
      Optional<Link> link = Optional.ofNullable(stored.get(id));
      Optional<Snapshot> leftNow = Optional.ofNullable(lefts.get(id));
      Optional<Snapshot> rightNow = linked(link, rights);
      boolean lost =
          link.filter(Link::active)
              .filter(l -> nowOf(l, rights).filter(l::isOfAnother).isPresent())
              .isPresent();
      if (link.filter(Link::ignored).isPresent()) {
        due.remove(id);
      } else if (link.isEmpty()
          ? leftNow.filter(Snapshot::active).isPresent()
          : lost || differs(link.get(), leftNow, rightNow)) {
        due.add(id);
      } else if (!due.contains(id)) {
        link.filter(Link::active)
            .flatMap(l -> confirmed(l, leftNow, rightNow))
            .ifPresent(confirmed::add);
      }
    }
    Set<RecordId> busy = new HashSet<>(due);
    confirmed.forEach(one -> busy.add(one.before().left()));
    Set<RecordId> settledLefts = without(lefts.keySet(), busy);
    Set<RecordId> settledRights = without(rights.keySet(), unclaimed);
    settledRights.removeAll(news);
    linkOfRight.forEach(
        (id, left) -> {
          if (busy.contains(left)) {
            settledRights.remove(id);
          }
        });
    return Optional.of(
        new Found(
            split(due, news, stored, unsettled),
            confirmed,
            new BySystem<>(settledLefts, settledRights)));
  }

  private static Set<RecordId> without(Set<RecordId> some, Set<RecordId> others) {
    Set<RecordId> rest = new HashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  /** New webCRM records that have the id of one that is gone and whose link has ended. */
  private Set<RecordId> inPlaceOfEnded(Collection<Link> stored, Map<RecordId, Snapshot> rights) {
    Set<RecordId> reused = new TreeSet<>();
    for (Link link : stored) {
      if (!link.claims()) {
        nowOf(link, rights)
            .filter(link::isOfAnother)
            .filter(this::isNew)
            .ifPresent(right -> reused.add(right.id()));
      }
    }
    if (!reused.isEmpty()) {
      // Another link may have it by now.
      Map<RecordId, LinkReader.Claim> claims = links.claims(reused);
      reused.removeIf(
          id -> Optional.ofNullable(claims.get(id)).filter(claim -> !claim.released()).isPresent());
    }
    return reused;
  }

  private static Optional<Snapshot> nowOf(Link link, Map<RecordId, Snapshot> rights) {
    return link.right().flatMap(right -> Optional.ofNullable(rights.get(right)));
  }

  /** The linked record as listed, unless another record has its id by now. */
  private static Optional<Snapshot> linked(Optional<Link> link, Map<RecordId, Snapshot> rights) {
    return link.flatMap(l -> nowOf(l, rights).filter(now -> !l.isOfAnother(now)));
  }

  private boolean isNew(Snapshot right) {
    return pair.createsInPowerOffice()
        && right.active()
        && pair.isToBeCreatedInPowerOffice().test(right);
  }

  /** Tells links that await their PowerOffice record from the others. */
  private static Due split(
      Set<RecordId> due, Set<RecordId> news, Map<RecordId, Link> stored, List<Link> unsettled) {
    Set<RecordId> lefts = new TreeSet<>();
    Set<RecordId> rights = new TreeSet<>(news);
    for (RecordId id : due) {
      if (Link.isAwaited(id)) {
        Optional.ofNullable(stored.get(id)).flatMap(Link::right).ifPresent(rights::add);
      } else {
        lefts.add(id);
      }
    }
    return new Due(lefts, rights, stored, unsettled);
  }

  /** What of the held and deferred records is to be looked at again now. */
  private Set<RecordId> dueAgain(
      List<Link> unsettled, Map<RecordId, Snapshot> lefts, Map<RecordId, Snapshot> rights) {
    Set<RecordId> due = rivalIsAway(unsettled);
    Set<RecordId> moved = away(unsettled, rights.keySet());
    for (Link link : unsettled) {
      Map<RecordId, String> candidates = candidates(link);
      Optional<Snapshot> leftNow = Optional.ofNullable(lefts.get(link.left()));
      if (leftNow.filter(left -> leftDiffers(link, left)).isPresent()) {
        // Others may have waited for it with an equal claim.
        moved.addAll(candidates.keySet());
      }
      candidates.forEach(
          (id, digest) -> {
            Snapshot listed = rights.get(id);
            if (listed != null && !Snapshot.isSame(listed.digest(), digest)) {
              moved.add(id);
            }
          });
    }
    Set<RecordId> waitedFor = new HashSet<>();
    unsettled.forEach(link -> link.hold().flatMap(Hold::waitsFor).ifPresent(waitedFor::add));
    Set<RecordId> linked = owners.linkedAmong(waitedFor);
    Set<RecordId> decided = owners.decidedAmong(waitedFor);
    due.addAll(precedence.over(unsettled));
    // So many put off, by hooks or by sweeps before, are a case for a person now.
    boolean tooMuch = isTooMuch.test((int) unsettled.stream().filter(Survey::isPutOff).count());
    for (Link link : unsettled) {
      boolean passed =
          link.hold()
              .filter(hold -> !hold.is(Reason.Code.MAY_BE_A_CUSTOMERS))
              .flatMap(Hold::waitsFor)
              .map(owner -> (link.held() ? linked : decided).contains(owner))
              .orElse(isDueByItself(link) && (!backsOff(link) || (tooMuch && isPutOff(link))));
      if (passed || candidates(link).keySet().stream().anyMatch(moved::contains)) {
        due.add(link.left());
      }
    }
    return due;
  }

  private static boolean isDueByItself(Link link) {
    return link.awaitsReadBack() || isDueAndNoCustomers(link);
  }

  private static boolean isDueAndNoCustomers(Link link) {
    return link.due() && link.hold().filter(h -> h.is(Reason.Code.MAY_BE_A_CUSTOMERS)).isEmpty();
  }

  /** Whether the budget had no room for it. */
  static boolean isPutOff(Link link) {
    return link.due() && link.hold().filter(hold -> hold.is(Reason.Code.PUT_OFF)).isPresent();
  }

  /** Whether it failed or was put off, and is left alone for now unless it changes. */
  private boolean backsOff(Link link) {
    return link.hold().filter(hold -> hold.backsOff(clock.instant())).isPresent();
  }

  private static Map<RecordId, String> candidates(Link link) {
    return link.ambiguity().candidates();
  }

  /**
   * Candidates of ambiguous records that are gone, inactive or linked elsewhere by now: neither
   * system lists that as a change of the candidate, and hooks need not be installed. It costs a
   * call while a record is ambiguous, and nothing else.
   */
  private Set<RecordId> away(List<Link> unsettled, Set<RecordId> listed) {
    List<RecordId> candidates =
        unsettled.stream()
            .filter(link -> link.held() && !link.ambiguity().isNoneOfThem())
            .flatMap(link -> candidates(link).keySet().stream())
            .distinct()
            .sorted()
            .toList();
    Set<RecordId> away = new HashSet<>();
    if (candidates.isEmpty()) {
      return away;
    }
    // Of very many each has its turn.
    int parts = (candidates.size() + CANDIDATES_AT_ONCE - 1) / CANDIDATES_AT_ONCE;
    int from = Math.toIntExact(clock.instant().getEpochSecond() / 60 % parts) * CANDIDATES_AT_ONCE;
    List<RecordId> some =
        candidates.subList(from, Math.min(from + CANDIDATES_AT_ONCE, candidates.size()));
    List<RecordReader.Known> unseen =
        some.stream()
            .filter(id -> !listed.contains(id))
            .map(id -> new RecordReader.Known(id, Optional.empty()))
            .toList();
    if (!unseen.isEmpty()) {
      right
          .read(unseen, 0)
          .forEach(
              (id, presence) -> {
                if (!presence.isActive() && !(presence instanceof Presence.Unknown)) {
                  away.add(id);
                }
              });
    }
    links
        .claims(some)
        .forEach(
            (id, claim) -> {
              if (!claim.released()) {
                away.add(id);
              }
            });
    return away;
  }

  /** Ambiguous records of which a rival is linked, left alone or no longer stored. */
  private Set<RecordId> rivalIsAway(List<Link> unsettled) {
    Set<RecordId> known = new HashSet<>();
    Set<RecordId> asked = new HashSet<>();
    unsettled.forEach(link -> known.add(link.left()));
    unsettled.forEach(link -> asked.addAll(link.ambiguity().rivals()));
    asked.removeAll(known);
    if (asked.isEmpty()) {
      return new TreeSet<>();
    }
    Map<RecordId, Link> stored = links.byLeft(asked);
    asked.removeIf(
        id ->
            Optional.ofNullable(stored.get(id))
                .filter(link -> link.right().isEmpty() && !link.ignored())
                .isPresent());
    Set<RecordId> due = new TreeSet<>();
    for (Link link : unsettled) {
      if (link.ambiguity().rivals().stream().anyMatch(asked::contains)) {
        due.add(link.left());
      }
    }
    return due;
  }

  /** One record of one system may have changed. */
  Due one(SystemName system, RecordId id) {
    List<Link> unsettled = links.unsettled();
    Map<RecordId, Link> stored = new HashMap<>();
    Set<RecordId> due = new TreeSet<>();
    Set<RecordId> news = new TreeSet<>();
    if (system == SystemName.POWEROFFICE) {
      stored.putAll(links.byLeft(Set.of(id)));
      due.add(id);
    } else {
      Optional<LinkReader.Claim> claim = Optional.ofNullable(links.claims(Set.of(id)).get(id));
      claim
          .filter(c -> c.pair().equals(pair.name()))
          .ifPresent(c -> stored.putAll(links.byLeft(Set.of(c.left()))));
      stored.values().removeIf(link -> !link.right().equals(Optional.of(id)));
      for (Link link : unsettled) {
        if (candidates(link).containsKey(id)) {
          stored.putAll(links.byLeft(Set.of(link.left())));
        }
      }
      due.addAll(stored.keySet());
      if (claim.isEmpty() && pair.createsInPowerOffice()) {
        news.add(id);
      }
    }
    stored.values().stream().filter(Link::ignored).forEach(link -> due.remove(link.left()));
    due.forEach(one -> report.examined());
    news.forEach(one -> report.examined());
    return split(due, news, stored, unsettled);
  }

  // --- once the run has its lease ---

  /**
   * What is to be decided, with what is stored of it by now. What was listed need not be listed
   * again: a record whose link is newer is read by its id.
   *
   * @return empty if no other run has stored anything of it meanwhile
   */
  Optional<Due> again(Due before) {
    Map<RecordId, Link> known = new HashMap<>();
    before.unsettled().forEach(link -> known.put(link.left(), link));
    known.putAll(before.stored());
    Set<RecordId> asked = new TreeSet<>(before.lefts());
    before.stored().values().stream()
        .filter(link -> Link.isAwaited(link.left()))
        .filter(link -> link.right().filter(before.news()::contains).isPresent())
        .forEach(link -> asked.add(link.left()));
    Map<RecordId, Link> now = links.byLeft(asked);
    List<Link> unsettled = links.unsettled();
    Set<RecordId> unclaimed = new TreeSet<>(before.news());
    known.values().forEach(link -> link.right().ifPresent(unclaimed::remove));
    Set<RecordId> claimed = unclaimed.isEmpty() ? Set.of() : links.claims(unclaimed).keySet();
    boolean changed =
        !claimed.isEmpty()
            || asked.stream().anyMatch(id -> known.containsKey(id) && !now.containsKey(id))
            || Stream.concat(now.values().stream(), unsettled.stream())
                .anyMatch(link -> isNewer(link, known.get(link.left())));
    if (!changed) {
      return Optional.empty();
    }
    Map<RecordId, Link> stored = new HashMap<>(before.stored());
    stored.keySet().removeAll(asked);
    stored.putAll(now);
    Set<RecordId> news = new TreeSet<>(before.news());
    news.removeAll(claimed);
    return Optional.of(new Due(before.lefts(), news, stored, unsettled));
  }

  private static boolean isNewer(Link link, @Nullable Link known) {
    return known == null || link.version() > known.version();
  }

  // --- everything ---

  /**
   * Compares all records with all links.
   *
   * @return what differs; empty if the run has to stop, which is then in the report
   */
  Optional<Found> everything(Listed listed) {
    Map<RecordId, Snapshot> lefts = listed.lefts();
    Map<RecordId, Snapshot> rights = listed.rights();
    Map<RecordId, Link> stored = new TreeMap<>();
    links.all().forEach(link -> stored.put(link.left(), link));
    if (!check.hasRecords(listed, stored.values())
        || !check.hasTheSameRecords(listed, stored.values())) {
      return Optional.empty();
    }
    Set<RecordId> due = new TreeSet<>();
    Set<RecordId> all = new TreeSet<>(lefts.keySet());
    all.addAll(stored.keySet());
    List<Confirmed> confirmed = new ArrayList<>();
    for (RecordId id : all) {
      report.examined();
      Optional<Link> link = Optional.ofNullable(stored.get(id));
      Optional<Snapshot> leftNow = Optional.ofNullable(lefts.get(id));
      Optional<Snapshot> rightNow = linked(link, rights);
      link.filter(Link::active).ifPresent(l -> report.compared());
      if (!isSettled(link, leftNow, rightNow)) {
        due.add(id);
      } else if (link.filter(Link::active).isPresent()) {
        confirmed(link.get(), leftNow, rightNow).ifPresent(confirmed::add);
      }
    }
    Set<RecordId> news = news(rights, stored.values());
    news.forEach(id -> report.examined());
    return Optional.of(
        new Found(
            split(due, news, stored, List.of()), confirmed, new BySystem<>(Set.of(), Set.of())));
  }

  private Set<RecordId> news(Map<RecordId, Snapshot> rights, Collection<Link> stored) {
    Set<RecordId> known = new HashSet<>();
    stored.forEach(link -> link.right().ifPresent(known::add));
    Set<RecordId> news = new TreeSet<>();
    rights.forEach(
        (id, right) -> {
          if (isNew(right) && !known.contains(id)) {
            news.add(id);
          }
        });
    news.removeAll(links.claims(news).keySet());
    news.addAll(inPlaceOfEnded(stored, rights));
    return news;
  }

  /** Whether a difference in a record's link was there before the cursors: nobody saw it change. */
  static Predicate<RecordId> drift(
      Listed listed, Map<RecordId, Link> stored, BySystem<Optional<Cursor>> cursors) {
    return id ->
        Optional.ofNullable(stored.get(id))
            .filter(Link::active)
            .map(
                link ->
                    seenBefore(Optional.ofNullable(listed.lefts().get(id)), cursors.powerOffice())
                        && seenBefore(link.right().map(listed.rights()::get), cursors.webCrm()))
            .orElse(false);
  }

  /** Whether a full comparison finds nothing to do for the record. */
  private boolean isSettled(
      Optional<Link> link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow) {
    boolean leftActive = leftNow.filter(Snapshot::active).isPresent();
    boolean rightActive = rightNow.filter(Snapshot::active).isPresent();
    if (link.isEmpty()) {
      return !leftActive;
    }
    if (link.get().ignored()) {
      return true;
    }
    return switch (link.get().state()) {
      case PENDING, CREATING -> backsOff(link.get()) && !differs(link.get(), leftNow, rightNow);
      case ENDED -> {
        Optional<SystemName> ours = link.get().deactivated().map(Link.Deactivated::system);
        yield !(leftActive && rightActive)
            && !(leftActive && ours.equals(Optional.of(SystemName.WEBCRM)))
            && !(rightActive && ours.equals(Optional.of(SystemName.POWEROFFICE)));
      }
      case ACTIVE ->
          (link.get().hold().isEmpty() || backsOff(link.get()))
              && leftNow.isPresent()
              && rightNow.isPresent()
              && !differs(link.get(), leftNow, rightNow);
    };
  }

  /** Whether a record's present form must have been seen by the sweeps before. */
  private static boolean seenBefore(Optional<Snapshot> snapshot, Optional<Cursor> cursor) {
    return cursor.isPresent()
        && snapshot
            .flatMap(Snapshot::changedAt)
            .map(at -> !at.isAfter(cursor.get().stamp().at()))
            .orElse(true);
  }

  // --- the stored link against what is listed ---

  /** Both records are as in the link, so what we wrote has been read back: it is the base now. */
  private Optional<Confirmed> confirmed(
      Link link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow) {
    report.inSync();
    Base leftBase = leftNow.map(now -> link.leftBase().confirmed(now)).orElse(link.leftBase());
    Base rightBase = rightNow.map(now -> link.rightBase().confirmed(now)).orElse(link.rightBase());
    return leftBase.equals(link.leftBase()) && rightBase.equals(link.rightBase())
        ? Optional.empty()
        : Optional.of(
            new Confirmed(link, link.inSync(leftBase, rightBase, link.hold(), link.bounces())));
  }

  /** Whether the stored link does not explain what the listings show of its records. */
  private boolean differs(Link link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow) {
    return leftNow.filter(now -> leftDiffers(link, now)).isPresent()
        || rightNow.filter(now -> rightDiffers(link, now)).isPresent();
  }

  private boolean leftDiffers(Link link, Snapshot now) {
    return switch (link.state()) {
      case PENDING -> hasChangedSince(link, h -> h.seen().left(), now);
      case CREATING ->
          (link.due() && !backsOff(link)) || hasChangedSince(link, h -> h.seen().left(), now);
      case ENDED -> now.active() && hasChangedSince(link, h -> h.seen().left(), now);
      case ACTIVE -> differs(link, link.leftBase(), h -> h.seen().left(), now);
    };
  }

  private static boolean rightDiffers(Link link, Snapshot now) {
    return switch (link.state()) {
      case PENDING, CREATING ->
          Link.isAwaited(link.left()) && hasChangedSince(link, h -> h.seen().right(), now);
      case ENDED -> now.active() && hasChangedSince(link, h -> h.seen().right(), now);
      case ACTIVE -> differs(link, link.rightBase(), h -> h.seen().right(), now);
    };
  }

  private static boolean differs(
      Link link, Base base, Function<Hold, String> digest, Snapshot now) {
    boolean asInBase =
        now.active()
            // What it does not tell may have been emptied, and is looked up.
            && now.view().equals(base.view())
            && (now.owner().equals(base.owner()) || !now.tellsState());
    if (asInBase && link.proposed().isPresent()) {
      // What was to be brought over was taken back.
      return hasChangedSince(link, digest, now);
    }
    return !asInBase && (link.hold().isEmpty() || hasChangedSince(link, digest, now));
  }

  private static boolean rightHasChanged(Link link, @Nullable Snapshot now) {
    return now != null && hasChangedSince(link, h -> h.seen().right(), now);
  }

  private static boolean hasChangedSince(Link link, Function<Hold, String> digest, Snapshot now) {
    return link.hold().map(digest).filter(seen -> Snapshot.isSame(seen, now.digest())).isEmpty();
  }
}
