package no.tandem.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.check.Checkup;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.Failures;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairRuns;
import no.tandem.functions.Tenants;
import no.tandem.functions.Trace;
import no.tandem.settings.PairName;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import org.jspecify.annotations.Nullable;

/** Gives a record's story, and carries out what a person decides about it. */
public final class OperatorFunction {
  private final PairRuns runs;
  private final Tenants tenants;
  private final Checkup checkup;
  private final Map<PairName, PairDefinition> pairs = new EnumMap<>(PairName.class);

  public OperatorFunction(
      PairRuns runs,
      Tenants tenants,
      CustomersFunction customers,
      DepartmentsFunction departments,
      ContactPersonsFunction contactPersons,
      SupplierPersonsFunction supplierPersons) {
    this.runs = runs;
    this.tenants = tenants;
    this.checkup = new Checkup(tenants);
    for (PairDefinition pair :
        List.of(
            customers.pair(), departments.pair(), contactPersons.pair(), supplierPersons.pair())) {
      pairs.put(pair.name(), pair);
    }
  }

  /**
   * Does what is asked.
   *
   * @param json {@code {"action": "explain", "pair": "customers", "system": "webcrm", "id": "57"}},
   *     also {@code restore} (with {@code "entry"} and {@code "property"} where it is not the last
   *     one), {@code resolve} (with {@code "how"}: {@code link} and {@code "to"}, {@code take} and
   *     {@code "side"}, {@code create}, {@code retry}, {@code ignore}), {@code forget}, and {@code
   *     undo} (with {@code "run"} in the place of system and id), and {@code webhooks} (with {@code
   *     "how"}: {@code install} and {@code "address"}, {@code remove}, {@code list}, and no
   *     record), {@code proposal} (with {@code "from"}, an entry's number), {@code approve} and
   *     {@code refuse} (with {@code "revision"} and, for some of it only, {@code "entries"}), and
   *     {@code confirm-tenant} (with no record) once a company has moved to another client or
   *     system, and {@code resume} (with a pair and no record) where changes to webCRM were
   *     stopped, and {@code check} (with no record), which only reads. {@code "ids"} in the place
   *     of {@code "id"} names several records. What changes something needs {@code "by"}, a
   *     person's name; what writes to many records answers a preview first, and is done when called
   *     again with its {@code "fingerprint"}. Optional {@code "mode": "plan"} and {@code "tenant"}
   * @throws BadRequestException if the JSON is not as documented
   */
  @Funq("operator")
  public OperatorJson run(@Nullable JsonNode json) {
    return Trace.ofCall()
        .over(
            () ->
                Failures.logged(
                    "operator", tenants.settings(), () -> answer(OperatorCall.of(json))));
  }

  private OperatorJson answer(OperatorCall call) {
    String tenant = runs.tenant(call.tenant());
    return switch (call.action()) {
      case EXPLAIN, RESTORE, UNDO, RESOLVE, FORGET ->
          new RecordActs(runs, pair(call), tenant, call, unasked(tenant)).answer();
      case CONFIRM_TENANT ->
          OperatorJson.said(
              tenant, call, new TenantConfirmation(runs, tenants, pairs, tenant).answer(call));
      case RESUME ->
          OperatorJson.said(
              tenant, call, new Resumption(runs, pairs, tenant, tenants.clock()).answer(call));
      case PROPOSAL -> proposal(tenant, call).show();
      case APPROVE -> proposal(tenant, call).decide(true);
      case REFUSE -> proposal(tenant, call).decide(false);
      case WEBHOOKS -> OperatorJson.said(tenant, call, hooks(tenant, call));
      case CHECK ->
          OperatorJson.ofCheck(tenant, call, checkup.of(tenant, List.copyOf(pairs.values())));
    };
  }

  private ProposalActs proposal(String tenant, OperatorCall call) {
    return new ProposalActs(runs, pair(call), tenant, call, tenants.clock());
  }

  private PairDefinition pair(OperatorCall call) {
    return Optional.ofNullable(pairs.get(call.pair())).orElseThrow();
  }

  /** How many records an act may write to without having been shown first. */
  private int unasked(String tenant) {
    return tenants.settings().of(tenant).budget().records();
  }

  private List<String> hooks(String tenant, OperatorCall call) {
    // The webhook's secret may have been changed a moment ago.
    tenants.settings().renewNow(tenant);
    return tenants.with(
        tenant,
        connections ->
            new HookRegistration(
                    connections.webCrm(), tenants.settings().of(tenant), tenants.settings().many())
                .answer(call.json(), call.mode()));
  }
}
