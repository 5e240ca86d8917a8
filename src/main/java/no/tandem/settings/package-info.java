/**
 * What can be configured: {@link no.tandem.settings.Keys} lists it, from the environment and from
 * secrets in AWS Secrets Manager.
 */
@NullMarked
package no.tandem.settings;

import org.jspecify.annotations.NullMarked;
