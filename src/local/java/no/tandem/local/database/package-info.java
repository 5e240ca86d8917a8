/** DynamoDB Local, the real engine on this machine, in a process of its own. */
@NullMarked
package no.tandem.local.database;

import org.jspecify.annotations.NullMarked;
