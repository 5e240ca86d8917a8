package no.tandem.webcrm;

import java.net.URI;
import java.time.Duration;
import java.util.List;
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
 * @param inactiveOrganisationStatus the status that makes an organisation count as inactive: webCRM
 *     has no other way to say so
 * @param moreOrganisationFields what else is read of organisations
 * @param bulkSize how many records go into one call where many are written; 0 for one by one
 */
public record WebCrmConfiguration(
    URI url,
    String applicationToken,
    int requestsPerMinute,
    Duration timeout,
    Duration overlap,
    Optional<String> organisationReferenceField,
    Optional<String> personReferenceField,
    Optional<String> organisationNumberField,
    Optional<String> inactiveOrganisationStatus,
    List<String> moreOrganisationFields,
    int bulkSize) {

  /** The field that says where an organisation stands, in the tenant's own words. */
  public static final String ORGANISATION_STATUS = "OrganisationStatus";

  /** The field that says what kind of organisation it is, in the tenant's own words. */
  public static final String ORGANISATION_TYPE = "OrganisationType";

  @Override
  public String toString() {
    // The token stays out of logs.
    return "WebCrmConfiguration[" + url + "]";
  }
}
