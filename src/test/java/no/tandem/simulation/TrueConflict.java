package no.tandem.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.sync.side.SystemName;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A conflict is between two users: what Tandem wrote itself is no edit. */
final class TrueConflict implements Promise {
  private final Ledger ledger;

  TrueConflict(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<String> stored(Instance process, Change change) {
    // Excused: an operator decides which value stands, and the other one is kept as a loser.
    if (!change.isNewHistory()
        || !change.item().containsKey("losers")
        || ledger.isOperatorsOutcome(change.key())
        || process.isAskedTo("take")) {
      return Optional.empty();
    }
    String left = change.text("left").orElseThrow();
    Map<String, AttributeValue> link = change.before().get(Stored.name(change.pair(), left));
    if (link == null || !link.get("state").s().equals("ACTIVE")) {
      return Optional.empty();
    }
    Systems.Key onLeft = Systems.Key.inPowerOffice(change.pair(), left);
    Systems.Key onRight = Systems.Key.inWebCrm(change.pair(), change.text("right").orElseThrow());
    for (AttributeValue lostValue : change.item().get("losers").l()) {
      String property = lostValue.m().get("property").s();
      if (isKnown(link, property)) {
        for (Systems.Key record : List.of(onLeft, onRight)) {
          if (hasTandemsOwn(process, record, property, record.equals(onLeft) ? onRight : onLeft)) {
            return Optional.of(record + " has a " + property + " of Tandem's, taken for an edit");
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Excused: of records that are linked for the first time it is not known who edited what. */
  private static boolean isKnown(Map<String, AttributeValue> link, String property) {
    return Stored.base(link, SystemName.POWEROFFICE).containsKey(property)
        || Stored.base(link, SystemName.WEBCRM).containsKey(property);
  }

  /**
   * Excused: what was brought from a record that it was linked to before is news to this link. What
   * another process wrote after this one had begun to read says nothing of what this one saw.
   */
  private boolean hasTandemsOwn(
      Instance process, Systems.Key record, String property, Systems.Key counterpart) {
    return ledger
        .tandemsOwn(record, property)
        .filter(own -> own.source().equals(counterpart))
        .filter(own -> own.at().isBefore(process.readsFrom()))
        .isPresent();
  }
}
