package no.tandem.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import no.tandem.Slow;
import no.tandem.local.database.DynamoDbLocal;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.Units;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Stamp;
import no.tandem.sync.side.SystemName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The link store on DynamoDB Local. */
@Slow
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

  @Test
  void whatDynamoDbChargesIsAddedUpForEachObject() {
    LinkStore store = new LinkStore(CLIENT, CONFIGURATION, Clock.systemUTC());
    PairStore stored = store.of("t-" + UUID.randomUUID(), "customers", "organisation");
    assertThat(stored.units()).isEqualTo(Units.NONE);
    // A consistent reading of up to 4 KB is a unit, also of an item that is not there.
    assertThat(stored.runState().cursor(SystemName.WEBCRM)).isEmpty();
    assertThat(stored.units()).isEqualTo(new Units(1, 0));
    stored
        .runState()
        .saveCursor(
            SystemName.WEBCRM,
            new Cursor(Stamp.of("2026-11-02T12:00:00Z"), Duration.ofSeconds(10), 1));
    assertThat(stored.units()).isEqualTo(new Units(1, 1));
    // In a transaction a write of up to 1 KB is two units: the link's and its claim's.
    link(stored.links(), "1", "2");
    assertThat(stored.units()).isEqualTo(new Units(1, 5));
    assertThat(stored.links().get(LinkKey.of(new RecordId("1")))).isPresent();
    assertThat(stored.links().all()).hasSize(1);
    assertThat(stored.units()).isEqualTo(new Units(3, 5));
    assertThat(store.of("t-" + UUID.randomUUID(), "customers", "organisation").units())
        .isEqualTo(Units.NONE);
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    DATABASE.close();
  }
}
