package no.tandem.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/**
 * The table of links. It outlives the stack: without it Tandem would have to find every record
 * again.
 */
final class Storage {
  /** As the link store names it. */
  static final String UNSETTLED_INDEX = "unsettled";

  private Storage() {}

  static Table table(Construct scope) {
    Table table =
        Table.Builder.create(scope, "Links")
            .partitionKey(text("pk"))
            .sortKey(text("sk"))
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder().pointInTimeRecoveryEnabled(true).build())
            .timeToLiveAttribute("expiresAt")
            .encryption(TableEncryption.AWS_MANAGED)
            .deletionProtection(true)
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
    table.addGlobalSecondaryIndex(
        GlobalSecondaryIndexProps.builder()
            .indexName(UNSETTLED_INDEX)
            .partitionKey(text("unsettled"))
            .sortKey(text("sk"))
            .projectionType(ProjectionType.ALL)
            .build());
    return table;
  }

  private static Attribute text(String name) {
    return Attribute.builder().name(name).type(AttributeType.STRING).build();
  }
}
