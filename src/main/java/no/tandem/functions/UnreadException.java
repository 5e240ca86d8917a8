package no.tandem.functions;

/** A run ended because a system could not be read. Its report says which, and what was done. */
public final class UnreadException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ReportJson report;

  UnreadException(ReportJson report) {
    super(report.stopped());
    this.report = report;
  }

  public ReportJson report() {
    return report;
  }
}
