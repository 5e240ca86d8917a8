package no.tandem.customers;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;
import java.util.Optional;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairRuns;
import no.tandem.functions.ReportJson;
import no.tandem.poweroffice.PowerOffice;
import no.tandem.settings.PairName;
import no.tandem.sync.round.Owners;
import no.tandem.webcrm.WebCrm;
import org.jspecify.annotations.Nullable;

/** Customer in PowerOffice, Organisation in webCRM. */
public final class CustomersFunction {
  private final PairRuns runs;
  private final PairDefinition pair;

  public CustomersFunction(PairRuns runs) {
    this.runs = runs;
    this.pair =
        new PairDefinition(
            PairName.CUSTOMERS,
            PowerOffice.Kind.CUSTOMERS,
            WebCrm.Kind.ORGANISATIONS,
            CustomerMapping.PROPERTIES,
            settings -> new CustomerMatching(settings.webCrm().organisationNumberField()),
            false,
            settings -> settings.newCustomers()::include,
            Optional.of("name"),
            Optional.empty(),
            connections -> Owners.NONE);
  }

  /** What the pair is. */
  public PairDefinition pair() {
    return pair;
  }

  /** Answers a call, or a queue's batch of calls; see {@link PairRuns#answer}. */
  @Funq("customers")
  public Object answer(@Nullable JsonNode call) {
    return runs.answer(pair, call);
  }

  /** One run of the pair; see {@link PairRuns#run}. */
  public ReportJson run(@Nullable JsonNode call) {
    return runs.run(pair, call);
  }
}
