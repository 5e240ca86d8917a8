/**
 * The deployment package as Lambda runs it: a process that asks the Runtime API for its calls, with
 * queues, database and both systems on this machine.
 */
package no.tandem.lambda;
