package no.tandem.sync.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.side.RecordId;

/**
 * What is to be decided.
 *
 * @param lefts PowerOffice records
 * @param inbound webCRM records without a link that may be new, or whose creation in PowerOffice
 *     was begun or is held
 * @param stored what is stored of them
 * @param unsettled what else is held or due
 */
public record ToDecide(
    Set<RecordId> lefts, Set<RecordId> inbound, Map<LinkKey, Link> stored, List<Link> unsettled) {

  /** Keeps links that await their PowerOffice record apart from the others. */
  public static ToDecide of(
      Set<LinkKey> due, Set<RecordId> inbound, Map<LinkKey, Link> stored, List<Link> unsettled) {
    Set<RecordId> lefts = new TreeSet<>();
    Set<RecordId> rights = new TreeSet<>(inbound);
    for (LinkKey key : due) {
      key.left().ifPresent(lefts::add);
      if (stored.containsKey(key)) {
        key.awaitedBy().ifPresent(rights::add);
      }
    }
    return new ToDecide(lefts, rights, stored, unsettled);
  }

  /** The same with more links to be decided. */
  public ToDecide with(Map<LinkKey, Link> more) {
    Map<LinkKey, Link> all = new HashMap<>(stored);
    all.putAll(more);
    ToDecide other = of(more.keySet(), Set.of(), all, unsettled);
    other.lefts().addAll(lefts);
    other.inbound().addAll(inbound);
    return other;
  }

  public boolean isNothing() {
    return lefts.isEmpty() && inbound.isEmpty();
  }
}
