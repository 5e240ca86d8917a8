package no.tandem.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** At rest nothing is under way, nothing is due, and no link names a record that is gone. */
final class Rest implements Promise {
  private final Systems systems;
  private final Table table;
  private final Weather weather;

  Rest(Systems systems, Table table, Weather weather) {
    this.systems = systems;
    this.table = table;
    this.weather = weather;
  }

  @Override
  public Optional<String> atRest(AtRest world) {
    return world.links().stream()
        // Excused: an operator had it left alone.
        .filter(link -> !link.holdKind().equals("IGNORED"))
        .flatMap(link -> broken(link).stream())
        .findFirst();
  }

  private Optional<String> broken(Stored link) {
    String which = link.pair() + " " + link.left();
    if (link.heldFor().equals("PROPOSED") && !waitsForASystem(link)) {
      return Optional.of(which + " waits although everything was decided");
    }
    // Excused: a creation that is held waits for a person.
    if (link.state().equals("CREATING") && !link.holdKind().equals("HELD")) {
      return Optional.of(which + " is still being created");
    }
    if (link.holdKind().equals("DUE")
        && !waitsForOneThatIsLeftAlone(link)
        && !waitsForACustomer(link)
        && !waitsForASystem(link)) {
      return Optional.of(which + " is still due: " + link.heldBecause());
    }
    return link.isActive() && isGone(link) && !mayNameOneThatIsGone(link)
        ? Optional.of(link + " names a record that is gone")
        : Optional.empty();
  }

  private boolean isGone(Stored link) {
    return isGone(link.leftKey()) || isGone(link.rightKey().orElseThrow());
  }

  private boolean isGone(Systems.Key record) {
    return systems.find(record).isEmpty();
  }

  /** Excused: a record waits for its owner, and that one is left alone and may never be linked. */
  private boolean waitsForOneThatIsLeftAlone(Stored link) {
    return link.waitsFor()
        .map(owner -> Systems.Key.inPowerOffice("customers", owner))
        .flatMap(systems::find)
        .filter(owner -> table.isLeftAlone("customers", owner))
        .isPresent();
  }

  /** Excused: a department waits as long as a customer of its name is not linked. */
  private boolean waitsForACustomer(Stored link) {
    return link.heldFor().equals("MAY_BE_A_CUSTOMERS")
        && table.links().stream()
            .filter(other -> other.pair().equals("customers"))
            .filter(other -> !other.isActive() && !other.state().equals("ENDED"))
            .anyMatch(other -> link.waitsFor().equals(Optional.of(other.left())));
  }

  /**
   * Excused: if a system fails with all that is to be written, nothing is held, and it is tried for
   * ever. What was approved waits for it too, and what has no room beside what is tried.
   */
  private boolean waitsForASystem(Stored link) {
    Map<String, AttributeValue> known =
        table.items().getOrDefault("default#" + link.pair() + "|breakdowns", Map.of());
    boolean down =
        Optional.ofNullable(known.get("writes")).map(AttributeValue::l).orElse(List.of()).stream()
            .anyMatch(write -> write.m().containsKey("notBefore"));
    return down
        && weather.has(Hazard.FAILING_FOR_EVER)
        && Set.of("FAILED", "PROPOSED", "PUT_OFF").contains(link.heldFor())
        && (isBad(link.leftKey()) || link.rightKey().filter(this::isBad).isPresent());
  }

  /**
   * Excused: a person said that the link is not to end, or the other record was to be made inactive
   * and its system never takes that.
   */
  private boolean mayNameOneThatIsGone(Stored link) {
    Systems.Key other = isGone(link.leftKey()) ? link.rightKey().orElseThrow() : link.leftKey();
    return link.heldFor().equals("REFUSED_BY_A_PERSON") || (isHeldForAWrite(link) && isBad(other));
  }

  /** Whether a system's answer to a write is why a person has to look at it. */
  private static boolean isHeldForAWrite(Stored link) {
    return link.holdKind().equals("HELD")
        && (link.heldFor().equals("REJECTED") || link.heldFor().equals("FAILED"));
  }

  private boolean isBad(Systems.Key record) {
    return weather.isBad(record.toString());
  }
}
