package no.tandem.sync.pair;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.Text;

/**
 * One row of the pair table with its configured policies.
 *
 * @param name the function's name, such as customers
 * @param properties its mapping, in the order of the property table
 * @param ownerIsMapped whether the owner is one of the properties: a record that was moved is held
 * @param creates the systems in which what is new in the other one is created
 * @param isToBeCreatedInPowerOffice which webCRM records are, if new ones are created there
 * @param removal what happens when a record goes away, by the system in which it does
 * @param webCrmReference webCRM's field for our reference, if one is configured
 * @param powerOfficeReference PowerOffice's field for our reference, if the kind has one
 * @param sharedName the property by which a record of another pair, too, could be taken for its
 *     counterpart, if there is such a pair
 */
public record Pair(
    String name,
    List<Property> properties,
    Matching matching,
    ConflictPolicy conflict,
    boolean ownerIsMapped,
    Set<SystemName> creates,
    Predicate<Snapshot> isToBeCreatedInPowerOffice,
    Map<SystemName, Removal> removal,
    Optional<String> webCrmReference,
    Optional<String> powerOfficeReference,
    Optional<String> sharedName) {

  public Pair {
    properties = List.copyOf(properties);
    creates = Set.copyOf(creates);
    removal = Map.copyOf(removal);
  }

  /** What the record is called, folded, where another pair's records could be called the same. */
  public Optional<String> sharedName(Snapshot snapshot) {
    return sharedName
        .flatMap(snapshot.view()::get)
        .map(Text::folded)
        .filter(name -> !name.isEmpty());
  }

  /** Our reference to a PowerOffice record, for its webCRM record; at most 50 characters. */
  public String reference(RecordId left) {
    return "PowerOffice/" + name + "/" + left;
  }

  /** Our reference to a webCRM record, for its PowerOffice record; at most 50 characters. */
  public String referenceToWebCrm(RecordId right) {
    return referenceToWebCrm() + right;
  }

  /** The webCRM record that a PowerOffice record was created for, as its reference says. */
  public Optional<RecordId> createdFor(Snapshot left) {
    return powerOfficeReference
        .flatMap(left.columns()::text)
        .filter(text -> text.startsWith(referenceToWebCrm()))
        .map(text -> text.substring(referenceToWebCrm().length()))
        .filter(id -> !id.isEmpty())
        .map(RecordId::new);
  }

  private String referenceToWebCrm() {
    return "webCRM/" + name + "/";
  }

  public boolean createsInPowerOffice() {
    return creates.contains(SystemName.POWEROFFICE);
  }

  public Rules rules(BySystem<Lengths> lengths) {
    return new Rules(
        properties, conflict, ownerIsMapped, creates, removal, Optional.empty(), lengths);
  }
}
