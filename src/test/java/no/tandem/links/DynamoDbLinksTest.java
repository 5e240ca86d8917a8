package no.tandem.links;

import no.tandem.local.database.DynamoDbLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The link store on DynamoDB Local. */
class DynamoDbLinksTest extends LinksContract {
  private static final DynamoDbLocal DATABASE = DynamoDbLocal.start();
  private static final DynamoDbClient CLIENT =
      DynamoDbClient.builder()
          .endpointOverride(DATABASE.endpoint())
          .region(Region.EU_NORTH_1)
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
          .httpClient(UrlConnectionHttpClient.create())
          .build();

  DynamoDbLinksTest() {
    super(CLIENT);
  }

  @BeforeAll
  static void createTable() {
    LinkTable table = new LinkTable(CLIENT, CONFIGURATION);
    table.createIfMissing();
    table.createIfMissing();
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    DATABASE.close();
  }
}
