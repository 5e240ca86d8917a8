package no.tandem.poweroffice;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach one PowerOffice Go client.
 *
 * @param url the API's base with its version, such as the demo environment's ending in /Demo/v2
 * @param tokenUrl where tokens are issued, ending in /OAuth/Token
 * @param applicationKey identifies the integration
 * @param clientKey identifies the company
 * @param subscriptionKey the gateway's key; its limit is shared by all companies behind it
 * @param requestsPerSecond the gateway's limit; 0 for none
 * @param timeout for connecting and for each answer
 * @param overlap how much earlier than its cursor a listing starts
 */
public record PowerOfficeConfiguration(
    URI url,
    URI tokenUrl,
    String applicationKey,
    String clientKey,
    String subscriptionKey,
    int requestsPerSecond,
    Duration timeout,
    Duration overlap) {

  @Override
  public String toString() {
    // The keys stay out of logs.
    return "PowerOfficeConfiguration[" + url + "]";
  }
}
