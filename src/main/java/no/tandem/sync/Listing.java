package no.tandem.sync;

import java.util.List;
import java.util.Optional;

/**
 * A complete answer to a list call: all pages were read.
 *
 * @param snapshots each record once
 * @param largestStamp the largest change stamp among them
 */
public record Listing(List<Snapshot> snapshots, Optional<Stamp> largestStamp) {}
