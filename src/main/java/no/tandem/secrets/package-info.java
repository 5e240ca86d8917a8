/** Settings that are kept in AWS Secrets Manager. */
@NullMarked
package no.tandem.secrets;

import org.jspecify.annotations.NullMarked;
