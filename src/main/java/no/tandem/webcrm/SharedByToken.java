package no.tandem.webcrm;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import no.tandem.remote.Baton;
import no.tandem.remote.LeftOut;
import no.tandem.remote.Limits;
import no.tandem.remote.RequestLimit;
import no.tandem.sync.side.SystemName;

/**
 * What all clients of one application token have in common within this process.
 *
 * <p>The request limit counts per application token, however many clients there are. And records
 * must be created one after the other: webCRM works out new ids in a way that collides otherwise
 * (the notes of webCRM's own integration say so).
 */
final class SharedByToken {
  private static final Map<Key, SharedByToken> ALL = new ConcurrentHashMap<>();
  private static final Duration LIMITS_SPAN = Duration.ofMinutes(1);
  private static final Duration METADATA_LIVES = Duration.ofHours(24);

  private record Key(URI url, String applicationToken, Limits limits) {}

  private record Metadata(Instant readAt, Map<String, Integer> textLengths) {}

  private final RequestLimit limit;
  private final Baton baton;
  private final Lock creating = new ReentrantLock();
  private final Map<WebCrm.Kind, Metadata> metadata = new ConcurrentHashMap<>();

  private final LeftOut leftOut = new LeftOut();
  private final Set<WebCrm.Kind> withoutBulk = ConcurrentHashMap.newKeySet();

  SharedByToken(RequestLimit limit, Baton baton) {
    this.limit = limit;
    this.baton = baton;
  }

  static SharedByToken of(WebCrmConfiguration configuration, Limits limits) {
    return ALL.computeIfAbsent(
        new Key(configuration.url(), configuration.applicationToken(), limits),
        key ->
            new SharedByToken(
                limits.of(
                    SystemName.WEBCRM,
                    configuration.applicationToken(),
                    configuration.requestsPerMinute(),
                    LIMITS_SPAN),
                baton(configuration, limits)));
  }

  static Baton baton(WebCrmConfiguration configuration, Limits limits) {
    return limits.creating(
        SystemName.WEBCRM, configuration.applicationToken(), configuration.timeout());
  }

  /** What the answers have shown of members without a value. */
  LeftOut leftOut() {
    return leftOut;
  }

  RequestLimit limit() {
    return limit;
  }

  /** Drops what can be read again; the client it was read for is closed. */
  void forgetTextLengths() {
    metadata.clear();
  }

  /** Which of all processes may create; taken by who holds {@link #creating}. */
  Baton baton() {
    return baton;
  }

  /** Held while a record is being created. */
  Lock creating() {
    return creating;
  }

  boolean takesBulk(WebCrm.Kind kind) {
    return !withoutBulk.contains(kind);
  }

  void takesNoBulk(WebCrm.Kind kind) {
    withoutBulk.add(kind);
  }

  /** The text lengths by field name, if they were read within a day. */
  Optional<Map<String, Integer>> textLengths(WebCrm.Kind kind, Instant now) {
    return Optional.ofNullable(metadata.get(kind))
        .filter(known -> now.isBefore(known.readAt().plus(METADATA_LIVES)))
        .map(Metadata::textLengths);
  }

  void keepTextLengths(WebCrm.Kind kind, Instant now, Map<String, Integer> textLengths) {
    metadata.put(kind, new Metadata(now, textLengths));
  }
}
