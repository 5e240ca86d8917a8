package no.tandem.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import no.tandem.functions.PairDefinition;
import no.tandem.poweroffice.InProcessPowerOffice.Exchange;
import no.tandem.remote.RequestLimit;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What may stand between the engine of one process and its ports, to break it on purpose. As it is
 * here, nothing stands there.
 */
abstract class Mutation {

  /** The engine as it is. */
  static final class None extends Mutation {}

  /** The table. */
  DynamoDbClient store(DynamoDbClient real) {
    return real;
  }

  /** The requests to a system and its answers. */
  Exchange exchange(SystemName system, Exchange real) {
    return real;
  }

  /** The records of a pair in a system, as one run has them. */
  Side side(PairDefinition pair, SystemName system, Side real) {
    return real;
  }

  /** What keeps the requests within a number per span of time. */
  RequestLimit limit(RequestLimit real) {
    return real;
  }

  /** Hears what an operator asks for. */
  void asked(JsonNode call) {}
}
