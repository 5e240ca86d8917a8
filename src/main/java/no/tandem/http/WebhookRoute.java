package no.tandem.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.ReportJson;
import no.tandem.settings.PairName;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.webhook.Webhook;
import org.jboss.logging.Logger;

/**
 * {@code POST /webhook/<secret>} or, for one of several tenants, {@code
 * /webhook/<tenant>/<secret>}: answers at once, then lets the pairs look at the record.
 */
@Singleton
final class WebhookRoute {
  private static final Logger LOG = Logger.getLogger(WebhookRoute.class);

  /** In bytes: more than this are too many characters in any case. */
  private static final int LARGEST_BODY = 4 * Webhook.LARGEST_BODY;

  /** Hooks whose records were not looked at yet, by tenant and pair. */
  private final Map<String, AtomicInteger> waiting = new ConcurrentHashMap<>();

  private final Webhook webhook;
  private final ExecutorService executor;
  private final CustomersFunction customers;
  private final DepartmentsFunction departments;
  private final ContactPersonsFunction contactPersons;
  private final SupplierPersonsFunction supplierPersons;

  WebhookRoute(
      Webhook webhook,
      ExecutorService executor,
      CustomersFunction customers,
      DepartmentsFunction departments,
      ContactPersonsFunction contactPersons,
      SupplierPersonsFunction supplierPersons) {
    this.webhook = webhook;
    this.executor = executor;
    this.customers = customers;
    this.departments = departments;
    this.contactPersons = contactPersons;
    this.supplierPersons = supplierPersons;
  }

  void register(@Observes Router router) {
    // Before Quarkus reads the body, which it would take apart where it says that it is a form.
    router.post("/webhook/*").order(Integer.MIN_VALUE).handler(this::read);
  }

  private void read(RoutingContext context) {
    HttpServerRequest request = context.request();
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() <= LARGEST_BODY) {
            body.appendBuffer(part);
          }
        });
    request.endHandler(end -> executor.execute(() -> take(context, body)));
    request.resume();
  }

  private void take(RoutingContext context, Buffer body) {
    switch (webhook.take(path(context), body.toString(StandardCharsets.UTF_8))) {
      case Webhook.Result.Rejected rejected -> context.response().setStatusCode(404).end();
      case Webhook.Result.TooLarge tooLarge -> context.response().setStatusCode(413).end();
      case Webhook.Result.NotUnderstood unknown -> context.response().setStatusCode(202).end();
      case Webhook.Result.Taken taken -> {
        taken.pairs().forEach(pair -> leave(taken.tenant(), pair));
        context.response().setStatusCode(202).end();
      }
    }
  }

  /** One look at a time: what is named while it goes on is read together by the next. */
  private void leave(String tenant, PairName pair) {
    AtomicInteger named =
        waiting.computeIfAbsent(tenant + "/" + pair.key(), key -> new AtomicInteger());
    if (named.getAndIncrement() == 0) {
      executor.execute(
          () -> {
            int seen;
            do {
              seen = named.get();
              look(tenant, pair);
            } while (named.addAndGet(-seen) > 0);
          });
    }
  }

  /** As it was sent. */
  private static String path(RoutingContext context) {
    return Optional.ofNullable(context.request().path()).orElse("");
  }

  private void look(String tenant, PairName pair) {
    try {
      ReportJson report = run(pair, call(tenant));
      LOG.debugf("%s looked at what hooks named: %d examined", pair.key(), report.examined());
    } catch (RuntimeException e) {
      // The next sweep finds the change; the message may quote values.
      LOG.errorf("%s could not look at what hooks named: %s", pair.key(), e.getClass().getName());
    }
  }

  private ReportJson run(PairName pair, JsonNode call) {
    return switch (pair) {
      case CUSTOMERS -> customers.run(call);
      case DEPARTMENTS -> departments.run(call);
      case CONTACT_PERSONS -> contactPersons.run(call);
      case SUPPLIER_PERSONS -> supplierPersons.run(call);
    };
  }

  private static JsonNode call(String tenant) {
    return JsonNodeFactory.instance.objectNode().put("tenant", tenant).put("hooks", "named");
  }
}
