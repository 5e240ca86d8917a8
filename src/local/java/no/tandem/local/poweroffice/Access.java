package no.tandem.local.poweroffice;

/** Who sets a field over the API. */
enum Access {
  /** Only the service. */
  READ,
  /** The create, and nothing after it. */
  CREATE,
  /** Creates and patches. */
  PATCH
}
