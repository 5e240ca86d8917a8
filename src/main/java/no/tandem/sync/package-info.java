/**
 * The engine: how two records are kept in sync, whatever they are and wherever they live.
 *
 * <p>{@link no.tandem.sync.Sync} is the main flow: a {@link no.tandem.sync.Trigger} leads to the
 * records that may have changed; what detects and decides has ports that cannot write ({@link
 * no.tandem.sync.RecordReader}, {@link no.tandem.sync.LinkReader}, {@link
 * no.tandem.sync.OwnerReader}); {@link no.tandem.sync.Reconciler} decides (a pure function); {@link
 * no.tandem.sync.Applier} writes to each {@link no.tandem.sync.Side}, and keeps the {@link
 * no.tandem.sync.Link} with its new bases in {@link no.tandem.sync.Links}; the {@link
 * no.tandem.sync.Report} tells what became of it.
 *
 * <p>Left is PowerOffice Go, right is webCRM. This package imports nothing but the JDK and
 * JSpecify: no vendor, no AWS, no Quarkus, no clock of its own.
 */
@NullMarked
package no.tandem.sync;

import org.jspecify.annotations.NullMarked;
