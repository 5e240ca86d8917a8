package no.tandem.sync.plan;

/**
 * What becomes of a record with one property, in words for people.
 *
 * @param record what becomes of the record and its link
 * @param property what becomes of the property, where both records are compared
 */
record Verdict(OfRecord record, OfProperty property) {

  /** What becomes of a record and its link. */
  enum OfRecord implements Worded {
    WAITS("Nothing is written; it is looked at again in the next sweep."),
    LEFT_TO_A_PERSON("Nothing is written; it is held until a person decides."),
    NOTHING("Nothing."),
    NOT_STORED("It is not linked, and nothing is stored of it."),
    CREATED_IN_POWEROFFICE("It is created in PowerOffice and linked."),
    CREATED_IN_WEBCRM("It is created in webCRM and linked."),
    LINKED("The two are linked, and the property is compared."),
    COMPARED("The property is compared."),
    TAKEN_UP("The link is taken up again, and the property is compared."),
    ENDED_BY_POWEROFFICE("The link ends because of PowerOffice; what is in webCRM stays as it is."),
    ENDED_BY_WEBCRM("The link ends because of webCRM; what is in PowerOffice stays as it is."),
    DEACTIVATED_IN_POWEROFFICE(
        "The link ends because of webCRM; the record is made inactive in PowerOffice."),
    DEACTIVATED_IN_WEBCRM(
        "The link ends because of PowerOffice; the record is made inactive in webCRM."),
    ANEW_IN_POWEROFFICE("The link is undone; the next sweep creates the record in PowerOffice."),
    ANEW_IN_WEBCRM("The link is undone; the next sweep creates the record in webCRM."),
    ACTIVE_AGAIN_IN_POWEROFFICE(
        "It is made active again in PowerOffice; the next sweep compares the property."),
    ACTIVE_AGAIN_IN_WEBCRM(
        "It is made active again in webCRM; the next sweep compares the property.");

    private final String words;

    OfRecord(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }
  }

  /** What becomes of a property. */
  enum OfProperty implements Worded {
    NOT_COMPARED(""),
    NOTHING("Nothing."),
    BASES_RENEWED("Nothing is written; only the bases are renewed."),
    TO_WEBCRM("webCRM gets PowerOffice's value."),
    TO_POWEROFFICE("PowerOffice gets webCRM's value."),
    POWEROFFICE_WINS("Conflict: webCRM gets PowerOffice's value; webCRM's is kept as loser."),
    WEBCRM_WINS("Conflict: PowerOffice gets webCRM's value; PowerOffice's is kept as loser."),
    HELD("Conflict: held. Nothing is written until a person decides.");

    private final String words;

    OfProperty(String words) {
      this.words = words;
    }

    boolean conflict() {
      return this == POWEROFFICE_WINS || this == WEBCRM_WINS || this == HELD;
    }

    @Override
    public String words() {
      return words;
    }
  }

  static Verdict of(OfRecord record) {
    return new Verdict(record, OfProperty.NOT_COMPARED);
  }
}
