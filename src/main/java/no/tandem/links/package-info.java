/**
 * The link store in DynamoDB: links, claims, cursors, in one table whose keys start with the
 * tenant; and in the same table what request limits are shared by.
 *
 * <p>The only package that knows DynamoDB.
 */
@NullMarked
package no.tandem.links;

import org.jspecify.annotations.NullMarked;
