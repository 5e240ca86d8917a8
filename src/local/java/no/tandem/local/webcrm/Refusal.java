package no.tandem.local.webcrm;

import no.tandem.local.http.Answer;

/** Ends a call with an error answer. */
final class Refusal extends RuntimeException {
  private final transient Answer answer;

  private Refusal(Answer answer, String message) {
    super(message, null, false, false);
    this.answer = answer;
  }

  /** With the error body that only the 429 is known to have; the others are taken to be alike. */
  static Refusal of(int status, String type, String message) {
    return new Refusal(Answer.json(status, Json.object("Message", message, "Type", type)), message);
  }

  static Refusal invalid(String message) {
    return of(400, "ValidationException", message);
  }

  static Refusal badQuery(String message) {
    return of(400, "QueryException", message);
  }

  static Refusal notFound(String entity, long id) {
    return of(404, "NotFoundException", entity + " " + id + " does not exist.");
  }

  static Refusal forbidden(String area) {
    return of(
        403,
        "ForbiddenException",
        "The application token has no rights to do this with " + area + ".");
  }

  static Refusal neverSent(String what) {
    return new Refusal(Answer.neverSent(what), what);
  }

  static Refusal bare(int status) {
    return new Refusal(Answer.empty(status), "Status " + status);
  }

  Answer answer() {
    return answer;
  }
}
