/**
 * Tandem keeps PowerOffice Go and webCRM in step.
 *
 * <p>One change travels: a trigger (a schedule, a hook, a person) names a pair or one record;
 * {@link no.tandem.sync} reads both records and their link, decides with a pure function, applies
 * the decision, saves the link and reports what became of it.
 */
@NullMarked
package no.tandem;

import org.jspecify.annotations.NullMarked;
