package no.tandem.links;

/**
 * Where links are stored.
 *
 * @param table the DynamoDB table
 * @param createTable whether a missing table is made at start; never on AWS
 */
public record LinksConfiguration(String table, boolean createTable) {}
