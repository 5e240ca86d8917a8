package no.tandem.local.poweroffice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import no.tandem.local.http.Answer;
import no.tandem.local.poweroffice.PowerOfficeSimulator.Kind;

/** A request that is refused; carries the answer that says so. */
final class Problem extends RuntimeException {
  private final transient Answer answer;

  private Problem(Answer answer, String message) {
    super(message);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }

  static Problem invalid(Kind kind, String detail) {
    return of(400, kind.entity() + " validation error(s)", detail);
  }

  static Problem badQuery(String detail) {
    return of(400, "Invalid resourceParameter", detail);
  }

  static Problem badBody(String detail) {
    return of(400, "Unable to cast object(s)", detail);
  }

  static Problem notFound(Kind kind, long id) {
    return notFound(kind.entity() + " with id = " + id + " not found.");
  }

  static Problem notFound(String detail) {
    return of(404, "Object(s) not found", detail);
  }

  static Problem neverSent(String what) {
    return new Problem(Answer.neverSent(what), what);
  }

  static Problem of(int status, String title, String detail) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("title", title).put("status", status).put("detail", detail);
    return new Problem(
        new Answer(
            status, Map.of("Content-Type", "application/json; charset=utf-8"), body.toString()),
        detail);
  }
}
