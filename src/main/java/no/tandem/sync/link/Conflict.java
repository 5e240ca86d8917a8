package no.tandem.sync.link;

import java.util.Optional;
import no.tandem.sync.side.SystemName;

/**
 * A property that changed on both sides and disagrees.
 *
 * @param winner whose value stays; empty if it is held
 */
public record Conflict(String property, Optional<SystemName> winner) {}
