package no.tandem.local.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import no.tandem.check.Checkup;
import no.tandem.check.Finding;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.ReportJson;
import no.tandem.functions.ReportJson.ActionJson;
import no.tandem.functions.Tenants;
import no.tandem.local.LocalWorld;
import no.tandem.local.sample.SampleCompany;
import no.tandem.settings.PairName;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import org.jboss.logging.Logger;

/**
 * Loads the sample company into both simulators and plays the schedule: a sweep of every pair at
 * once, then every few seconds; a full sweep now and then instead of nightly.
 */
@Singleton
@IfBuildProfile("dev")
public final class Demo {
  private static final Logger LOG = Logger.getLogger("tandem");
  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(5);
  private static final int FULL_SWEEP_EVERY = 60;
  private static final int ACTIONS_KEPT = 200;
  private static final int HOLDS_SHOWN = 5;

  /** An action and when it was done. */
  record Done(String at, String pair, ActionJson action) {}

  private final LocalWorld world;
  private final Tenants tenants;
  private final CustomersFunction customers;
  private final DepartmentsFunction departments;
  private final ContactPersonsFunction contactPersons;
  private final SupplierPersonsFunction supplierPersons;
  private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor();
  private final Deque<Done> actions = new ArrayDeque<>();
  private final Map<String, String> troubles = new HashMap<>();
  private int sweeps;

  Demo(
      LocalWorld world,
      Tenants tenants,
      CustomersFunction customers,
      DepartmentsFunction departments,
      ContactPersonsFunction contactPersons,
      SupplierPersonsFunction supplierPersons) {
    this.world = world;
    this.tenants = tenants;
    this.customers = customers;
    this.departments = departments;
    this.contactPersons = contactPersons;
    this.supplierPersons = supplierPersons;
  }

  // A sweep catches its own exceptions, so the future shows nothing.
  @SuppressWarnings("FutureReturnValueIgnored")
  void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
    world.load(SampleCompany.read());
    LOG.info(
        "Two simulated systems with sample data are up; watch and edit them at"
            + " http://localhost:8080/");
    schedule.scheduleWithFixedDelay(
        this::sweepAll, 0, BETWEEN_SWEEPS.toSeconds(), TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    schedule.shutdownNow();
  }

  /** The last actions, newest first. */
  List<Done> lastActions() {
    synchronized (actions) {
      return List.copyOf(actions);
    }
  }

  /** As the operator's 'check' does. */
  private void check() {
    List<Finding> findings =
        new Checkup(tenants)
            .of(
                tenants.settings().name(Optional.empty()),
                List.of(
                    customers.pair(),
                    departments.pair(),
                    contactPersons.pair(),
                    supplierPersons.pair()));
    long good = findings.stream().filter(finding -> finding.result() == Finding.Result.OK).count();
    LOG.infof(
        "Checked both systems and the table: %d of %d are as they should be%s",
        good, findings.size(), good == findings.size() ? "." : "; the others:");
    findings.stream()
        .filter(finding -> finding.result() != Finding.Result.OK)
        .forEach(finding -> LOG.info(finding.line()));
  }

  private void sweepAll() {
    if (sweeps == 0) {
      check();
    }
    String extent = ++sweeps % FULL_SWEEP_EVERY == 0 ? "full" : "changes";
    for (PairName pair : PairName.values()) {
      try {
        ReportJson report = run(pair, sweep(extent));
        if (sweeps == 1 && report.waiting() != null) {
          LOG.infof(
              "%-16s asks first, as every first load does. The demo approves it, as you would.",
              pair.key());
          report = run(pair, sweep(extent).put("approve", report.waiting().revision()));
        }
        summarize(report);
      } catch (RuntimeException e) {
        LOG.errorf(e, "%s could not be swept", pair.key());
      }
    }
    if (sweeps == 1) {
      LOG.infof(
          "First sweep done. From now on every %d seconds; only what happens is shown.",
          BETWEEN_SWEEPS.toSeconds());
    }
  }

  private static ObjectNode sweep(String extent) {
    return JsonNodeFactory.instance.objectNode().put("sweep", extent);
  }

  private ReportJson run(PairName pair, ObjectNode call) {
    return switch (pair) {
      case CUSTOMERS -> customers.run(call);
      case DEPARTMENTS -> departments.run(call);
      case CONTACT_PERSONS -> contactPersons.run(call);
      case SUPPLIER_PERSONS -> supplierPersons.run(call);
    };
  }

  private void summarize(ReportJson report) {
    String trouble =
        report.stopped() != null
            ? "stopped: " + report.stopped()
            : report.waiting() != null
                ? report.waiting().reason() + " Revision: " + report.waiting().revision()
                : "";
    if (!trouble.equals(troubles.put(report.pair(), trouble)) && !trouble.isEmpty()) {
      LOG.warnf("%-16s %s", report.pair(), trouble);
    }
    if (report.actions().isEmpty()) {
      return;
    }
    String at =
        DateTimeFormatter.ofPattern("HH:mm:ss").format(LocalTime.now(ZoneId.systemDefault()));
    synchronized (actions) {
      report.actions().forEach(action -> actions.addFirst(new Done(at, report.pair(), action)));
      while (actions.size() > ACTIONS_KEPT) {
        actions.removeLast();
      }
    }
    LOG.infof(
        "%-16s %d examined: %d created, %d adopted, %d updated, %d ended, %d in sync, %d deferred,"
            + " %d held; %d calls",
        report.pair(),
        report.examined(),
        report.created(),
        report.adopted(),
        report.updated(),
        report.ended(),
        report.inSync(),
        report.deferred(),
        report.held(),
        report.calls().values().stream().mapToInt(Integer::intValue).sum());
    List<ActionJson> held = new ArrayList<>(report.actions());
    held.removeIf(action -> !action.action().equals("hold"));
    held.stream()
        .limit(HOLDS_SHOWN)
        .forEach(
            action -> LOG.infof("%-16s   held %s: %s", "", action.poweroffice(), action.reason()));
    if (held.size() > HOLDS_SHOWN) {
      LOG.infof("%-16s   and %d more held, see the page", "", held.size() - HOLDS_SHOWN);
    }
  }
}
