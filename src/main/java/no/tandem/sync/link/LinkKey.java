package no.tandem.sync.link;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import no.tandem.sync.side.RecordId;

/**
 * Names a link within its pair, and with it the record's history: by its PowerOffice record, or by
 * its webCRM record while the PowerOffice record is awaited.
 */
public sealed interface LinkKey extends Comparable<LinkKey> {

  /** The link of this PowerOffice record. */
  record OfPowerOffice(RecordId record) implements LinkKey {
    @Override
    public String text() {
      return record.value();
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** The link of this webCRM record, which has no PowerOffice record yet. */
  record Awaiting(RecordId record) implements LinkKey {
    private static final String PREFIX = "webcrm-";

    @Override
    public String text() {
      return PREFIX + record;
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** The link of this PowerOffice record. */
  static LinkKey of(RecordId left) {
    return new OfPowerOffice(left);
  }

  /** The links of these PowerOffice records. */
  static Set<LinkKey> ofAll(Collection<RecordId> lefts) {
    return lefts.stream().map(LinkKey::of).collect(Collectors.toSet());
  }

  /** The link of this webCRM record while its PowerOffice record is awaited. */
  static LinkKey awaiting(RecordId right) {
    return new Awaiting(right);
  }

  /** The key that is stored or shown so ({@link #text}). */
  static LinkKey parse(String text) {
    return text.startsWith(Awaiting.PREFIX)
        ? awaiting(new RecordId(text.substring(Awaiting.PREFIX.length())))
        : of(new RecordId(text));
  }

  /** The record of either system that it names. */
  RecordId record();

  /** How it is stored and shown. */
  String text();

  /** The PowerOffice record, unless it is awaited. */
  default Optional<RecordId> left() {
    return this instanceof OfPowerOffice it ? Optional.of(it.record()) : Optional.empty();
  }

  /** The webCRM record whose PowerOffice record is awaited. */
  default Optional<RecordId> awaitedBy() {
    return this instanceof Awaiting it ? Optional.of(it.record()) : Optional.empty();
  }

  /** Whether the PowerOffice record is awaited. */
  default boolean isAwaiting() {
    return this instanceof Awaiting;
  }

  /** As record ids: shorter ones first, so that numbers sort as numbers. */
  @Override
  default int compareTo(LinkKey other) {
    return new RecordId(text()).compareTo(new RecordId(other.text()));
  }
}
