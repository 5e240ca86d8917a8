package no.tandem.sync.side;

/** The system rejected the request as it stands: sending it again would not help. */
public final class RejectedException extends RemoteException {
  private static final long serialVersionUID = 1;

  public RejectedException(SystemName system, int status, String title, String text) {
    super(system, status, title, text);
  }
}
