package no.tandem.contactpersons;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;
import java.util.Optional;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairRuns;
import no.tandem.functions.ReportJson;
import no.tandem.persons.PersonMatching;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.settings.PairName;
import no.tandem.webcrm.WebCrm;
import org.jspecify.annotations.Nullable;

/** ContactPerson in PowerOffice, Person in webCRM. */
public final class ContactPersonsFunction {
  private final PairRuns runs;
  private final PairDefinition pair;

  public ContactPersonsFunction(PairRuns runs) {
    this.runs = runs;
    this.pair =
        new PairDefinition(
            PairName.CONTACT_PERSONS,
            PowerOffice.Kind.CONTACT_PERSONS,
            WebCrm.Kind.PERSONS,
            ContactPersonMapping.PROPERTIES,
            settings -> new PersonMatching(),
            true,
            settings -> person -> true,
            Optional.empty(),
            Optional.empty(),
            ContactPersonOwners::new);
  }

  /** What the pair is. */
  public PairDefinition pair() {
    return pair;
  }

  /** Answers a call, or a queue's batch of calls; see {@link PairRuns#answer}. */
  @Funq("contact-persons")
  public Object answer(@Nullable JsonNode call) {
    return runs.answer(pair, call);
  }

  /** One run of the pair; see {@link PairRuns#run}. */
  public ReportJson run(@Nullable JsonNode call) {
    return runs.run(pair, call);
  }
}
