/**
 * The link store in DynamoDB: links, claims, cursors, in one table whose keys start with the
 * tenant.
 *
 * <p>The only package that knows DynamoDB.
 */
@NullMarked
package no.tandem.links;

import org.jspecify.annotations.NullMarked;
