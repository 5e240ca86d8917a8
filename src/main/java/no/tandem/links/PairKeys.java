package no.tandem.links;

import java.util.stream.Stream;

/**
 * Under which keys one pair of one tenant is stored.
 *
 * @param kind the kind of webCRM record that the pair links, such as organisation
 */
record PairKeys(String tenant, String pair, String kind) {

  PairKeys {
    Stream.of(tenant, pair, kind)
        .filter(part -> part.isBlank() || part.contains("#"))
        .forEach(
            part -> {
              throw new IllegalArgumentException("Not usable in a key: " + part);
            });
  }

  /** What is the pair's alone. */
  String partition() {
    return tenant + "#" + pair;
  }

  /** What all pairs of the tenant share, as they link records of the same webCRM system. */
  String webCrm() {
    return tenant + "#webcrm";
  }
}
