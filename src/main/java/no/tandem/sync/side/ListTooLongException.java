package no.tandem.sync.side;

/** A system's list has not come to its end in the time that the run has. */
public final class ListTooLongException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final SystemName system;

  public ListTooLongException(SystemName system) {
    super(system + "'s list takes too long");
    this.system = system;
  }

  public SystemName system() {
    return system;
  }
}
