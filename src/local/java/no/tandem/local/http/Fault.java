package no.tandem.local.http;

import java.time.Duration;

/** What can go wrong with one request. */
public sealed interface Fault {

  /** Answered so, without being handled. */
  record Refuse(Answer answer) implements Fault {}

  /** Handled, but only after this time. */
  record Delay(Duration duration) implements Fault {}

  /** The connection ends before the request is handled. */
  record Drop() implements Fault {}

  /** The request is handled; the connection ends without an answer. */
  record HandleThenDrop() implements Fault {}

  /** The request is handled; the connection ends in the middle of the answer's body. */
  record HandleThenCut() implements Fault {}

  /** The request is handled, then the action runs, then the connection ends without an answer. */
  record HandleThenRun(Runnable action) implements Fault {}
}
