package no.tandem.sync.side;

/** A remote system did not do what it was asked. */
public abstract sealed class RemoteException extends RuntimeException
    permits RejectedException, TransientException {
  private static final long serialVersionUID = 1;

  private final SystemName system;
  private final int status;
  private final String title;

  /**
   * @param status the HTTP status; 0 if there was no answer
   * @param title what may be logged: no values of records
   * @param text the system's own words, for the operator; may quote values
   */
  RemoteException(SystemName system, int status, String title, String text) {
    super(text);
    this.system = system;
    this.status = status;
    this.title = title;
  }

  public SystemName system() {
    return system;
  }

  public int status() {
    return status;
  }

  /** Whether the system has judged the request itself, which shows that it works. */
  public boolean judges() {
    return this instanceof RejectedException || status == 403 || status == 409;
  }

  /** What may be logged. */
  public String title() {
    return title;
  }

  /** The system's own words; never to be logged. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
