package no.tandem.webcrm;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import org.jspecify.annotations.Nullable;

/** One request to webCRM. */
@FunctionalInterface
interface ApiCall {

  /**
   * Makes the request.
   *
   * @param authorization the proof of the log-in
   * @return the answer's body
   */
  @Nullable String send(WebCrmApi api, String authorization);

  /**
   * Makes the request.
   *
   * @throws WebApplicationException if the answer is an error
   * @throws ProcessingException if there is no whole answer
   */
  default @Nullable String body(WebCrmApi api, String authorization) {
    try {
      return send(api, authorization);
    } catch (WebApplicationException | ProcessingException e) {
      throw e;
    } catch (RuntimeException e) {
      // The REST client hands on the exceptions of the HTTP engine below it, such as Vert.x's
      // HttpClosedException when the connection ends in the middle of a body.
      throw new ProcessingException(e);
    }
  }
}
