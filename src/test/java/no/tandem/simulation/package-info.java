/**
 * The real engine, clients and link store in a world of simulated systems, time, users and
 * misfortune, all of it chosen from one seed.
 *
 * <p>{@link no.tandem.simulation.Script} draws what happens, {@link
 * no.tandem.simulation.Simulation} lets it happen one step after the other, {@link
 * no.tandem.simulation.Network} stands between the functions and the systems, {@link
 * no.tandem.simulation.Ledger} records every step, and each {@link no.tandem.simulation.Promise} is
 * asked whether it still holds. {@link no.tandem.simulation.Promises} lists them all.
 */
package no.tandem.simulation;
