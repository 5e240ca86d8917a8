package no.tandem.sync;

import java.time.Duration;

/**
 * Up to where one system's changes have been seen.
 *
 * @param stamp the largest change stamp received, never later than the time at which it was
 *     received
 * @param listingTook how long that listing took. Records that changed while it ran may be missing
 *     from it, so the next listing starts that much earlier, plus the configured overlap.
 * @param recordsListed how many records the last complete listing gave; tells what a complete
 *     listing costs
 */
public record Cursor(Stamp stamp, Duration listingTook, int recordsListed) {}
