/**
 * A system as the engine sees it: its records, how they are listed, read and written, how long that
 * takes and how it fails. Every system is one {@link no.tandem.sync.side.Side} per kind of record.
 */
@NullMarked
package no.tandem.sync.side;

import org.jspecify.annotations.NullMarked;
