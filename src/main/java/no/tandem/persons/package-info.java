/**
 * What both pairs of persons share: how persons are matched, and the organisation of those without
 * one.
 */
@NullMarked
package no.tandem.persons;

import org.jspecify.annotations.NullMarked;
