/**
 * webCRM's hooks: check the secret, find out which record is meant, and say which pairs should look
 * at it. A hook only names a record; the pair functions read the truth.
 */
@NullMarked
package no.tandem.webhook;

import org.jspecify.annotations.NullMarked;
