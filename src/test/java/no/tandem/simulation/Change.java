package no.tandem.simulation;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One item that was stored or erased.
 *
 * @param old the item as it was; empty if it is new
 * @param item the item as it is; empty if it was erased
 * @param before the whole table as it was
 */
record Change(
    String key,
    Map<String, AttributeValue> old,
    Map<String, AttributeValue> item,
    Map<String, Map<String, AttributeValue>> before) {

  boolean isErased() {
    return item.isEmpty();
  }

  boolean isLink() {
    return key.contains("|link#");
  }

  boolean isCursor() {
    return key.contains("|cursor#");
  }

  boolean isHistory() {
    return key.contains("#history|");
  }

  boolean isNewHistory() {
    return isHistory() && old.isEmpty();
  }

  /** The pair that a link or a cursor is of. */
  String pair() {
    return key.substring(key.indexOf('#') + 1, key.indexOf(isHistory() ? "#history|" : "|"));
  }

  Optional<String> text(String member) {
    return Optional.ofNullable(item.get(member)).map(AttributeValue::s);
  }

  private boolean is(String state) {
    return isLink() && text("state").equals(Optional.of(state));
  }

  private boolean was(String state) {
    return Optional.ofNullable(old.get("state")).map(AttributeValue::s).equals(Optional.of(state));
  }

  /** Whether the link got this state by it. */
  boolean becomes(String state) {
    return is(state) && !was(state);
  }

  /** Whether a creation is begun by it. A link that is only held meanwhile is no new intent. */
  boolean isNewIntent() {
    return is("CREATING") && !Objects.equals(item.get("intentAt"), old.get("intentAt"));
  }

  /** Whether two records were linked by it. */
  boolean isNewLink() {
    return is("ACTIVE") && !(was("ACTIVE") && Objects.equals(item.get("right"), old.get("right")));
  }
}
