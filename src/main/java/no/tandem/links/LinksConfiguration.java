package no.tandem.links;

import java.time.Duration;

/**
 * Where links are stored.
 *
 * @param table the DynamoDB table
 * @param createTable whether a missing table is made at start; never on AWS
 * @param historyLives for how long the history is kept
 */
public record LinksConfiguration(String table, boolean createTable, Duration historyLives) {}
