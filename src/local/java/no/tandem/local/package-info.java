/**
 * What makes Tandem run on one machine: simulators of both systems, sample data, DynamoDB Local, a
 * schedule and a page to watch. Used by dev mode and tests; never part of an artefact.
 */
@NullMarked
package no.tandem.local;

import org.jspecify.annotations.NullMarked;
