package no.tandem.webcrm;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach one webCRM system.
 *
 * @param url the API's base
 * @param applicationToken made in webCRM under Configuration, Integration, API
 * @param requestsPerMinute the limit of the application token; 0 for none
 * @param timeout for connecting and for each answer
 * @param overlap how much earlier than its cursor a listing starts
 * @param organisationReferenceField the custom field for our reference on organisations
 * @param personReferenceField the custom field for our reference on persons
 * @param organisationNumberField the field that holds organisation numbers
 */
public record WebCrmConfiguration(
    URI url,
    String applicationToken,
    int requestsPerMinute,
    Duration timeout,
    Duration overlap,
    Optional<String> organisationReferenceField,
    Optional<String> personReferenceField,
    Optional<String> organisationNumberField) {

  @Override
  public String toString() {
    // The token stays out of logs.
    return "WebCrmConfiguration[" + url + "]";
  }
}
