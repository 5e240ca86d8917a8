/**
 * The whole application over HTTP: functions, clients, DynamoDB Local and both simulators, in
 * virtual time. What a user does in either system, and what becomes of it.
 */
@NullMarked
package no.tandem.scenario;

import org.jspecify.annotations.NullMarked;
