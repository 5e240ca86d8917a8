package no.tandem.departments;

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

/** Department in PowerOffice, Organisation in webCRM. */
public final class DepartmentsFunction {
  private final PairRuns runs;
  private final PairDefinition pair;

  public DepartmentsFunction(PairRuns runs) {
    this.runs = runs;
    this.pair =
        new PairDefinition(
            PairName.DEPARTMENTS,
            PowerOffice.Kind.DEPARTMENTS,
            WebCrm.Kind.ORGANISATIONS,
            DepartmentMapping.PROPERTIES,
            settings -> new DepartmentMatching(),
            false,
            settings -> organisation -> false,
            Optional.of("name"),
            Optional.of(PairName.CUSTOMERS),
            connections -> Owners.NONE);
  }

  /** What the pair is. */
  public PairDefinition pair() {
    return pair;
  }

  /** Answers a call, or a queue's batch of calls; see {@link PairRuns#answer}. */
  @Funq("departments")
  public Object answer(@Nullable JsonNode call) {
    return runs.answer(pair, call);
  }

  /** One run of the pair; see {@link PairRuns#run}. */
  public ReportJson run(@Nullable JsonNode call) {
    return runs.run(pair, call);
  }
}
