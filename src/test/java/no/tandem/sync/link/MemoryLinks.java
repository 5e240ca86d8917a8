package no.tandem.sync.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;

/** What is stored of one pair, in memory, which says how often something was stored. */
public final class MemoryLinks implements PairStore, Links, History, RunState {
  private final Map<LinkKey, Link> links = new TreeMap<>();
  private final Map<RecordId, Claim> claims = new HashMap<>();
  private final List<HistoryEntry> history = new ArrayList<>();
  private List<Outage> outages = List.of();
  private UpdateWatch watch = UpdateWatch.NEW;
  private int writes;

  @Override
  public Links links() {
    return this;
  }

  @Override
  public History history() {
    return this;
  }

  @Override
  public RunState runState() {
    return this;
  }

  public int writes() {
    return writes;
  }

  public List<HistoryEntry> entries() {
    return List.copyOf(history);
  }

  @Override
  public Map<LinkKey, Link> byKey(Collection<LinkKey> keys) {
    Map<LinkKey, Link> found = new HashMap<>(links);
    found.keySet().retainAll(keys);
    return found;
  }

  @Override
  public Map<RecordId, Claim> claims(Collection<RecordId> rights) {
    Map<RecordId, Claim> found = new HashMap<>(claims);
    found.keySet().retainAll(rights);
    return found;
  }

  @Override
  public Map<String, Set<LinkKey>> waiting(Collection<String> names) {
    Map<String, Set<LinkKey>> waiting = new HashMap<>();
    links
        .values()
        .forEach(
            link ->
                link.waitingName()
                    .filter(names::contains)
                    .ifPresent(
                        name ->
                            waiting.computeIfAbsent(name, n -> new HashSet<>()).add(link.key())));
    return waiting;
  }

  @Override
  public List<Link> all() {
    return List.copyOf(links.values());
  }

  @Override
  public int active(int most) {
    return (int) links.values().stream().filter(Link::active).limit(most).count();
  }

  @Override
  public List<Link> waitingFor(Collection<LinkKey> others) {
    return links.values().stream()
        .filter(link -> link.waitsForAlone().filter(others::contains).isPresent())
        .toList();
  }

  @Override
  public Moves moves(String after, int most) {
    return Moves.NONE;
  }

  @Override
  public String ownersSeen() {
    return "";
  }

  @Override
  public void saveOwnersSeen(String place) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Link> unsettled() {
    return links.values().stream().filter(Link::isUnsettled).toList();
  }

  @Override
  public Link save(Link before, Link after, Optional<HistoryEntry> entry) {
    expectUnchanged(before);
    boolean sameRight = before.right().equals(after.right());
    if (before.claims() && after.right().isEmpty()) {
      claims.remove(before.right().orElseThrow());
    } else if (before.claims() && !(sameRight && after.claims())) {
      claim(before, before.key(), true);
    }
    if (after.claims()) {
      claim(after, before.key(), false);
    }
    return put(after.stored(before.version() + 1), entry);
  }

  @Override
  public Link replace(Link replaced, Link before, Link after, Optional<HistoryEntry> entry) {
    expectUnchanged(replaced);
    expectUnchanged(before);
    if (before.claims() && !before.right().equals(after.right())) {
      throw new StaleLinkException(before.key() + " is linked to another record");
    }
    claim(after, replaced.key(), !after.claims());
    links.remove(replaced.key());
    return put(after.stored(before.version() + 1), entry);
  }

  private Link put(Link stored, Optional<HistoryEntry> entry) {
    writes++;
    links.put(stored.key(), stored);
    entry.ifPresent(history::add);
    return stored;
  }

  private void expectUnchanged(Link link) {
    long version = Optional.ofNullable(links.get(link.key())).map(Link::version).orElse(0L);
    if (version != link.version()) {
      throw new StaleLinkException(link.key() + " is stored as " + version);
    }
  }

  private void claim(Link link, LinkKey holder, boolean released) {
    RecordId right = link.right().orElseThrow();
    Claim before = claims.get(right);
    if (before != null && !before.released() && !before.key().equals(holder)) {
      throw new StaleLinkException(right + " is claimed by " + before.key());
    }
    claims.put(right, new Claim("customers", link.key(), released));
  }

  @Override
  public boolean forget(Link link) {
    Link stored = links.get(link.key());
    if (stored != null && stored.version() != link.version()) {
      return false;
    }
    writes++;
    links.remove(link.key());
    if (link.claims()) {
      claims.remove(link.right().orElseThrow());
    }
    return true;
  }

  @Override
  public void record(HistoryEntry entry) {
    writes++;
    history.add(entry);
  }

  @Override
  public List<HistoryEntry> of(LinkKey key) {
    return history.stream().filter(entry -> entry.key().equals(key)).toList();
  }

  @Override
  public List<HistoryEntry> ofRun(String run) {
    return history.stream().filter(entry -> entry.run().equals(run)).toList();
  }

  @Override
  public void erase(LinkKey key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean lease(String holder, Instant until) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void release(String holder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Cursor> cursor(SystemName system) {
    return Optional.empty();
  }

  @Override
  public void saveCursor(SystemName system, Cursor cursor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Outage> outages() {
    return outages;
  }

  @Override
  public void saveOutages(List<Outage> now) {
    outages = List.copyOf(now);
  }

  @Override
  public Optional<String> ourName() {
    return Optional.empty();
  }

  @Override
  public void saveOurName(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Units units() {
    return Units.NONE;
  }

  @Override
  public UpdateWatch watch() {
    return watch;
  }

  @Override
  public Optional<UpdateWatch> saveWatch(UpdateWatch before, UpdateWatch after) {
    if (before.version() != watch.version()) {
      return Optional.empty();
    }
    watch = after.stored(before.version() + 1);
    return Optional.of(watch);
  }
}
