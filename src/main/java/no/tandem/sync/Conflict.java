package no.tandem.sync;

import java.util.Optional;

/**
 * A property that changed on both sides and disagrees.
 *
 * @param winner whose value stays; empty if it is held
 */
public record Conflict(String property, Optional<SystemName> winner) {}
