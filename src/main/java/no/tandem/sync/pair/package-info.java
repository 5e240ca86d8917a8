/**
 * What a pair of kinds of records declares: its properties, what counts as a counterpart, and its
 * policies.
 */
@NullMarked
package no.tandem.sync.pair;

import org.jspecify.annotations.NullMarked;
