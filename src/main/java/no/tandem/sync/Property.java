package no.tandem.sync;

/**
 * One line of a pair's mapping: a property and how either system holds it.
 *
 * @param name the property's name in views, reports and the link store
 */
public record Property(String name, Field left, Field right) {

  public Field on(SystemName system) {
    return system == SystemName.POWEROFFICE ? left : right;
  }
}
