package no.tandem.sync.detect;

import java.util.Optional;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Link;
import no.tandem.sync.side.Snapshot;

/** A link whose records are as it says. */
public record Confirmation(Link before, Link after) {

  /** Both records are as in the link, so what we wrote has been read back: it is the base now. */
  static Optional<Confirmation> of(
      Link link, Optional<Snapshot> leftNow, Optional<Snapshot> rightNow) {
    Base leftBase = leftNow.map(now -> link.leftBase().confirmed(now)).orElse(link.leftBase());
    Base rightBase = rightNow.map(now -> link.rightBase().confirmed(now)).orElse(link.rightBase());
    return leftBase.equals(link.leftBase()) && rightBase.equals(link.rightBase())
        ? Optional.empty()
        : Optional.of(
            new Confirmation(
                link, link.inSync(leftBase, rightBase, link.hold(), link.lastWrites())));
  }
}
