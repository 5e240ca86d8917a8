package no.tandem.links;

/** The link store on the double that the simulation uses. */
class InMemoryDynamoDbTest extends LinksContract {

  InMemoryDynamoDbTest() {
    super(new InMemoryDynamoDb());
  }
}
