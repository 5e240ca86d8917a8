package no.tandem.settings;

/** The page about the settings, made from their table. */
final class ConfigurationPage {

  /** The command that writes the page. */
  static final String RENEW = "./mvnw test -Dtest=SettingsTest -Dtandem.renew-docs=true";

  private ConfigurationPage() {}

  static String text() {
    StringBuilder rows = new StringBuilder();
    for (Key<?> key : Keys.all()) {
      rows.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(key.variable(), preset(key), whoSets(key), key.meaning()));
    }
    return """
        # Configuration

        Environment variables; the same keys in lower case with dots work in `application.properties`. At start,
        one message lists every missing, wrong or misspelled variable. This page is made from the table in the code (`%s`).

        | variable | default | who sets it | meaning |
        |---|---|---|---|
        %s
        `<PAIR>` is `CUSTOMERS`, `DEPARTMENTS`, `CONTACT_PERSONS` or `SUPPLIER_PERSONS`. "Each tenant" can be set for all tenants at once as
        well. "The deployment" is the same for all tenants: the environment, or the first secret. "The environment" is read before any secret.
        Times are written as `90`, `90s`, `2m` or `PT2M`.

        The HTTP port is `QUARKUS_HTTP_PORT`. The jar listens on this machine only unless `QUARKUS_HTTP_HOST` says otherwise, and then it needs
        `CALLS_TOKEN`. AWS region and credentials are the SDK's own variables.
        """
        .formatted(RENEW, rows);
  }

  private static String preset(Key<?> key) {
    if (key.required()) {
      return "required";
    }
    return key.preset()
        .filter(text -> !text.isEmpty())
        .map(text -> "`" + text + "`")
        .orElse("none");
  }

  private static String whoSets(Key<?> key) {
    return switch (key.scope()) {
      case START -> "the environment";
      case DEPLOYMENT -> "the deployment";
      case TENANT -> "each tenant";
    };
  }
}
