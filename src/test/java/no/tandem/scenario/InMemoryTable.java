package no.tandem.scenario;

import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import no.tandem.links.InMemoryDynamoDb;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The table in memory; only profiles that ask for it have it. */
@Alternative
@Singleton
public final class InMemoryTable {

  @Produces
  @Singleton
  DynamoDbClient client() {
    return new InMemoryDynamoDb();
  }

  /**
   * For scenarios with thousands of records that are about the two systems. The table is held to
   * the same contract as DynamoDB Local, which is much slower.
   */
  public interface Profile extends QuarkusTestProfile {
    @Override
    default Set<Class<?>> getEnabledAlternatives() {
      return Set.of(InMemoryTable.class);
    }
  }

  /** Nothing but that. */
  public static final class Only implements Profile {}
}
