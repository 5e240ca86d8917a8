/**
 * The engine: how two records are kept in sync, whatever they are and wherever they live.
 *
 * <p>{@link no.tandem.sync.Sync} is the main flow. A {@link no.tandem.sync.Trigger} leads to the
 * records that may have changed ({@code detect}); each is decided on ({@code plan}); as much as the
 * budget allows is carried out and the rest proposed ({@code round}); what is carried out is
 * written to each {@link no.tandem.sync.side.Side}, and its {@link no.tandem.sync.link.Link} is
 * stored with new bases ({@code apply}); the {@link no.tandem.sync.report.Report} says what became
 * of it.
 *
 * <p>The packages stand one upon another, and each knows only those below it: {@code side}; {@code
 * pair} and {@code link}; {@code report} and {@code proposal}; {@code detect}; {@code plan}; {@code
 * apply}; {@code round}; and this one. What detects and plans has ports that cannot write ({@link
 * no.tandem.sync.side.RecordReader}, {@link no.tandem.sync.link.LinkReader}, {@link
 * no.tandem.sync.link.RunStateReader}, {@link no.tandem.sync.detect.OwnerReader}).
 *
 * <p>Left is PowerOffice Go, right is webCRM. The engine imports nothing but the JDK and JSpecify:
 * no vendor, no AWS, no Quarkus, no clock of its own.
 */
@NullMarked
package no.tandem.sync;

import org.jspecify.annotations.NullMarked;
