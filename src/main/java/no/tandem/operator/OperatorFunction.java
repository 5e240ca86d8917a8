package no.tandem.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.funqy.Funq;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.BadRequestException;
import no.tandem.functions.JsonCall;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.PairName;
import no.tandem.functions.PairRuns;
import no.tandem.functions.ReportJson;
import no.tandem.functions.ReportJson.ActionJson;
import no.tandem.functions.Tenants;
import no.tandem.functions.Trace;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.sync.Action;
import no.tandem.sync.HistoryEntry;
import no.tandem.sync.Link;
import no.tandem.sync.Links;
import no.tandem.sync.Loser;
import no.tandem.sync.RecordId;
import no.tandem.sync.Report;
import no.tandem.sync.SystemName;
import no.tandem.sync.Trigger;
import org.jspecify.annotations.Nullable;

/** Tells a record's story, and carries out what a person decides about it. */
public final class OperatorFunction {
  private final PairRuns runs;
  private final Tenants tenants;
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
   *     {@code "side"}, {@code retry}, {@code ignore}), {@code forget}, and {@code undo} (with
   *     {@code "run"} in the place of system and id), and {@code webhooks} (with {@code "how"}:
   *     {@code install} and {@code "address"}, {@code remove}, {@code list}, and no record);
   *     optional {@code "mode": "plan"} and {@code "tenant"}
   * @throws BadRequestException if the JSON is not as documented
   */
  @Funq("operator")
  public OperatorJson run(@Nullable JsonNode json) {
    return Trace.ofCall().over(() -> answer(json));
  }

  private OperatorJson answer(@Nullable JsonNode json) {
    OperatorCall call = OperatorCall.of(json);
    String tenant = runs.tenant(call.tenant());
    return call.action() == OperatorCall.What.WEBHOOKS
        ? webhooks(tenant, call)
        : new Request(tenant, call).answer();
  }

  private OperatorJson webhooks(String tenant, OperatorCall call) {
    return new OperatorJson(
        tenant,
        call.action().key(),
        call.mode().name().toLowerCase(Locale.ROOT),
        null,
        null,
        null,
        hooks(tenant, call),
        List.of(),
        List.of(),
        null);
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

  /** One call about records while it is being answered. */
  private final class Request {
    private final String tenant;
    private final OperatorCall call;
    private final PairDefinition pair;
    private final Links links;
    private final List<Action> actions = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    Request(String tenant, OperatorCall call) {
      this.tenant = tenant;
      this.call = call;
      this.pair = Optional.ofNullable(pairs.get(call.pair())).orElseThrow();
      this.links = runs.links(tenant, pair);
    }

    OperatorJson answer() {
      if (call.action() == OperatorCall.What.UNDO) {
        undo(call.json().required("run", "the run, as a sweep's report does"));
        return answer(Optional.empty(), List.of(), List.of());
      }
      RecordId left = left();
      switch (call.action()) {
        case EXPLAIN, UNDO, WEBHOOKS -> {}
        case RESTORE -> restore(left);
        case RESOLVE -> resolve(left);
        case FORGET -> carryOut(new Trigger.Forget(left));
      }
      List<HistoryEntry> entries = Story.entries(links, left);
      return answer(stored(left), entries, Story.told(entries, stored(left)), left);
    }

    private OperatorJson answer(
        Optional<Link> link, List<HistoryEntry> entries, List<String> text) {
      return answer(link, entries, text, new RecordId("-"));
    }

    private OperatorJson answer(
        Optional<Link> link, List<HistoryEntry> entries, List<String> text, RecordId left) {
      List<ActionJson> done = actions.stream().map(ReportJson::action).toList();
      return new OperatorJson(
          tenant,
          call.action().key(),
          call.mode().name().toLowerCase(Locale.ROOT),
          call.pair().key(),
          left.value().equals("-") ? null : Story.shown(left),
          link.flatMap(Link::right).map(RecordId::value).orElse(null),
          text,
          entries.stream().map(OperatorJson.EntryJson::of).toList(),
          done,
          refused.isEmpty() ? null : String.join(" ", refused));
    }

    /** The name under which the record's link and history are stored. */
    private RecordId left() {
      if (call.system() == SystemName.POWEROFFICE) {
        return call.id();
      }
      Optional<Links.Claim> claim =
          Optional.ofNullable(links.claims(Set.of(call.id())).get(call.id()));
      if (claim.filter(c -> c.pair().equals(call.pair().key())).isPresent()) {
        return claim.get().left();
      }
      if (claim.isPresent()) {
        throw new BadRequestException(
            "webCRM " + call.id() + " belongs to the pair " + claim.get().pair());
      }
      return isLink() ? call.json().id("to") : Link.awaited(call.id());
    }

    private Optional<Link> stored(RecordId left) {
      return Optional.ofNullable(links.byLeft(Set.of(left)).get(left));
    }

    private void carryOut(Trigger trigger) {
      Report report =
          runs.run(
              tenant,
              pair,
              trigger,
              call.mode(),
              "operator: " + call.action().key(),
              Optional.empty());
      actions.addAll(report.actions());
      report.stopped().ifPresent(stop -> refused.add(stop.reason()));
    }

    // --- restore and undo ---

    private void restore(RecordId left) {
      Optional<String> named = call.json().text("entry");
      Optional<String> property = call.json().text("property");
      List<HistoryEntry> entries = Story.entries(links, left).reversed();
      Predicate<String> meant = name -> property.isEmpty() || property.get().equals(name);
      Optional<HistoryEntry> entry =
          entries.stream()
              .filter(
                  named
                      .<Predicate<HistoryEntry>>map(name -> e -> e.name().equals(name))
                      .orElse(
                          e ->
                              e.losers().stream().map(Loser::property).anyMatch(meant)
                                  || e.changes().stream()
                                      .map(HistoryEntry.Change::property)
                                      .anyMatch(meant)))
              .findFirst();
      if (entry.isEmpty()) {
        refused.add("The history has no such entry with something to restore.");
        return;
      }
      Map<SystemName, Map<String, Optional<String>>> edits = new EnumMap<>(SystemName.class);
      for (Loser loser : entry.get().losers()) {
        if (meant.test(loser.property())) {
          edits
              .computeIfAbsent(loser.system(), s -> new HashMap<>())
              .put(loser.property(), value(loser.value()));
        }
      }
      if (edits.isEmpty()) {
        for (HistoryEntry.Change change : entry.get().changes()) {
          if (meant.test(change.property())) {
            edits
                .computeIfAbsent(change.system(), s -> new HashMap<>())
                .put(change.property(), value(change.before()));
          }
        }
      }
      if (edits.isEmpty()) {
        refused.add("The entry has nothing to restore for that property.");
      }
      edits.forEach((system, values) -> carryOut(new Trigger.Edit(left, system, values, Map.of())));
    }

    private void undo(String run) {
      List<HistoryEntry> entries = links.historyOfRun(run);
      if (entries.isEmpty()) {
        refused.add("The history has no run of this name; a sweep's report names its run.");
      }
      int kept = 0;
      for (HistoryEntry entry : entries) {
        Map<SystemName, Map<String, Optional<String>>> values = new EnumMap<>(SystemName.class);
        Map<SystemName, Map<String, Optional<String>>> expected = new EnumMap<>(SystemName.class);
        for (HistoryEntry.Change change : entry.changes()) {
          values
              .computeIfAbsent(change.system(), s -> new HashMap<>())
              .put(change.property(), value(change.before()));
          expected
              .computeIfAbsent(change.system(), s -> new HashMap<>())
              .put(change.property(), value(change.after()));
        }
        if (values.isEmpty()) {
          kept++;
        }
        values.forEach(
            (system, restored) ->
                carryOut(
                    new Trigger.Edit(
                        entry.left(),
                        system,
                        restored,
                        Optional.ofNullable(expected.get(system)).orElse(Map.of()))));
      }
      if (kept > 0) {
        refused.add(
            kept
                + " outcomes of the run replaced no value and stay: nothing is deleted, and links"
                + " are not undone.");
      }
    }

    private static Optional<String> value(String stored) {
      return Optional.of(stored).filter(text -> !text.isEmpty());
    }

    // --- resolve ---

    private boolean isLink() {
      return call.action() == OperatorCall.What.RESOLVE
          && call.json().text("how").equals(Optional.of("link"));
    }

    private void resolve(RecordId left) {
      String how = call.json().text("how").orElse("");
      Trigger.Settlement settlement =
          switch (how) {
            case "link" ->
                new Trigger.Settlement.LinkTo(
                    call.system() == SystemName.POWEROFFICE ? call.json().id("to") : call.id());
            case "take" -> new Trigger.Settlement.Take(call.json().system("side"));
            case "retry" -> new Trigger.Settlement.Retry();
            case "ignore" -> new Trigger.Settlement.Ignore();
            default ->
                throw new BadRequestException(
                    "'how' must be link, take, retry or ignore, not \""
                        + JsonCall.shown(how)
                        + "\"");
          };
      boolean ofWebCrm = isLink() && call.system() == SystemName.WEBCRM;
      carryOut(new Trigger.Settle(ofWebCrm ? call.json().id("to") : left, settlement));
    }
  }
}
