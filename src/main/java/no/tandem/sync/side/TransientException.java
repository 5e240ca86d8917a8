package no.tandem.sync.side;

/**
 * The system could not do it now (5xx, 429, time-out, lost connection, rejected log-in, unreadable
 * answer). Whether it handled the request is not known.
 */
public final class TransientException extends RemoteException {
  private static final long serialVersionUID = 1;

  public TransientException(SystemName system, int status, String title, String text) {
    super(system, status, title, text);
  }
}
