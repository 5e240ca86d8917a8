package no.tandem.sync.link;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.RecordId;

/**
 * The stored links of one pair of one tenant, to be read. Reads see all writes made before them.
 */
public interface LinkReader {

  /** The stored links among these. */
  Map<LinkKey, Link> byKey(Collection<LinkKey> keys);

  /** The stored link of that key. */
  default Optional<Link> get(LinkKey key) {
    return Optional.ofNullable(byKey(Set.of(key)).get(key));
  }

  /** Who holds these webCRM records, whichever pair it is. */
  Map<RecordId, Claim> claims(Collection<RecordId> rights);

  /**
   * Who waits for a counterpart under these names ({@link Link#waitingName}): by name, the links.
   */
  Map<String, Set<LinkKey>> waiting(Collection<String> names);

  /** Everything stored for the pair. */
  List<Link> all();

  /** How many links are active, or this number if they are more. May lag a moment behind. */
  int active(int most);

  /** What is held, due or being created. May lag a moment behind the writes. */
  List<Link> unsettled();

  /**
   * What waits for one of these links of another pair, and for nothing else ({@link
   * Link#waitsForAlone}). May lag a moment behind the writes.
   */
  List<Link> waitingFor(Collection<LinkKey> others);

  /**
   * Which links have moved ({@link Link#hasMovedSince}), the earliest first.
   *
   * @param after only those after this place; the empty text for all that are remembered
   * @param most how many at most
   */
  Moves moves(String after, int most);

  /**
   * Links that have moved.
   *
   * @param last the place of the last of them; empty if there are none
   */
  record Moves(Set<LinkKey> links, String last) {
    public static final Moves NONE = new Moves(Set.of(), "");

    public Moves {
      links = Set.copyOf(links);
    }

    /** The place of what moves at this moment. */
    public static String at(Instant moment) {
      return "%015d".formatted(moment.toEpochMilli());
    }
  }

  /**
   * The hold of a link on a webCRM record.
   *
   * @param pair the pair's name
   * @param key names the link
   * @param released whether that link has ended, so that another may take the record
   * @param wished whether it never was linked, but waits for a person's yes to be
   */
  record Claim(String pair, LinkKey key, boolean released, boolean wished) {

    public Claim(String pair, LinkKey key, boolean released) {
      this(pair, key, released, false);
    }
  }
}
