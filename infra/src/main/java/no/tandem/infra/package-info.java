/**
 * Tandem's resources on AWS. {@link no.tandem.infra.TandemApp} reads the parameters and makes one
 * {@link no.tandem.infra.TandemStack}.
 */
package no.tandem.infra;
