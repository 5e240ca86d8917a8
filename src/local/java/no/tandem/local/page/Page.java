package no.tandem.local.page;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.qute.Template;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import no.tandem.contactpersons.ContactPersonsFunction;
import no.tandem.customers.CustomersFunction;
import no.tandem.departments.DepartmentsFunction;
import no.tandem.functions.PairDefinition;
import no.tandem.functions.TenantSettings;
import no.tandem.links.LinkStore;
import no.tandem.local.LocalWorld;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.settings.PairName;
import no.tandem.supplierpersons.SupplierPersonsFunction;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.SystemName;
import org.jspecify.annotations.Nullable;

/** The page of dev mode: both systems' records side by side, to look at and to edit as a user. */
@Singleton
@IfBuildProfile("dev")
public final class Page {
  private static final int ROWS = 100;

  /** One line of the table. */
  public record Row(
      @Nullable Cell poweroffice,
      String link,
      String linkClass,
      String reason,
      @Nullable Cell webcrm) {}

  /** A record as shown. */
  public record Cell(String id, List<String> values, String status) {}

  /** An input of the edit form. */
  public record Input(String name, String value) {}

  /** A button that changes a record's status. */
  public record Button(String label, String name, String value) {}

  private final LocalWorld world;
  private final LinkStore store;
  private final TenantSettings settings;
  private final Demo demo;
  private final Template page;
  private final Template edit;
  private final Map<PairName, PairDefinition> pairs;

  Page(
      LocalWorld world,
      LinkStore store,
      TenantSettings settings,
      Demo demo,
      Template page,
      Template edit,
      CustomersFunction customers,
      DepartmentsFunction departments,
      ContactPersonsFunction contactPersons,
      SupplierPersonsFunction supplierPersons) {
    this.world = world;
    this.store = store;
    this.settings = settings;
    this.demo = demo;
    this.page = page;
    this.edit = edit;
    this.pairs = new LinkedHashMap<>();
    Stream.of(customers.pair(), departments.pair(), contactPersons.pair(), supplierPersons.pair())
        .forEach(pair -> pairs.put(pair.name(), pair));
  }

  void register(@Observes Router router) {
    router.get("/").blockingHandler(this::show);
    router.get("/edit").blockingHandler(this::showForm);
    router.post("/edit").handler(BodyHandler.create(false)).blockingHandler(this::save);
    router.post("/rename-all").handler(BodyHandler.create(false)).blockingHandler(this::renameAll);
  }

  // --- both systems side by side ---

  private void show(RoutingContext context) {
    PairDefinition pair = pair(context);
    String search = param(context, "search");
    List<Row> rows =
        rows(pair).stream().filter(row -> search.isEmpty() || shows(row, search)).toList();
    html(
        context,
        page.data("pairs", pairs.keySet().stream().map(PairName::key).toList())
            .data("pair", pair.name().key())
            .data("search", search)
            .data("properties", pair.properties().stream().map(Property::name).toList())
            .data("total", rows.size())
            .data("linked", rows.stream().filter(row -> row.link().equals("linked")).count())
            .data("held", rows.stream().filter(row -> row.linkClass().equals("held")).toList())
            .data("rows", rows.stream().limit(ROWS).toList())
            .data("actions", demo.lastActions().stream().limit(25).toList())
            .render());
  }

  private List<Row> rows(PairDefinition pair) {
    Map<LinkKey, Link> links = new HashMap<>();
    store
        .of(settings.name(Optional.empty()), pair.name().key(), pair.right().entity())
        .links()
        .all()
        .forEach(link -> links.put(link.key(), link));
    Map<String, Map<String, Object>> rights = new LinkedHashMap<>();
    world.webCrm().records(webCrmKind(pair)).forEach(r -> rights.put(webCrmId(pair, r), r));
    java.util.ArrayList<Row> rows = new java.util.ArrayList<>();
    for (Map<String, Object> left : world.powerOffice().records(powerOfficeKind(pair))) {
      if (pair.name() != PairName.SUPPLIER_PERSONS || Boolean.TRUE.equals(left.get("IsPerson"))) {
        String id = String.valueOf(left.get("Id"));
        Optional<Link> link = Optional.ofNullable(links.remove(LinkKey.parse(id)));
        Optional<Map<String, Object>> right =
            link.flatMap(Link::right).flatMap(r -> Optional.ofNullable(rights.remove(r.value())));
        rows.add(row(pair, Optional.of(left), link, right));
      }
    }
    links
        .values()
        .forEach(
            link -> rows.add(row(pair, Optional.empty(), Optional.of(link), Optional.empty())));
    rights
        .values()
        .forEach(
            right -> rows.add(row(pair, Optional.empty(), Optional.empty(), Optional.of(right))));
    return rows;
  }

  private static Row row(
      PairDefinition pair,
      Optional<Map<String, Object>> left,
      Optional<Link> link,
      Optional<Map<String, Object>> right) {
    String state =
        link.map(
                l ->
                    switch (l.state()) {
                      case ACTIVE -> "linked";
                      case ENDED -> "ended";
                      case CREATING -> "being created";
                      case PENDING -> l.held() ? "held" : "due";
                    })
            .orElse("");
    boolean held = link.filter(Link::held).isPresent();
    return new Row(
        left.map(r -> cell(pair, SystemName.POWEROFFICE, String.valueOf(r.get("Id")), r))
            .orElse(null),
        state,
        held ? "held" : state,
        link.flatMap(Link::hold).map(hold -> hold.reason().text()).orElse(""),
        right.map(r -> cell(pair, SystemName.WEBCRM, webCrmId(pair, r), r)).orElse(null));
  }

  private static Cell cell(
      PairDefinition pair, SystemName system, String id, Map<String, Object> record) {
    Columns columns = columns(record);
    List<String> values =
        pair.properties().stream()
            .map(property -> property.on(system).read(columns).orElse(""))
            .toList();
    String status =
        columns.isTrue("IsArchived")
            ? "archived"
            : "false".equals(columns.text("IsActive").orElse(""))
                ? "inactive"
                : columns.text("PersonStatus").filter(s -> !s.equals("Active")).orElse("");
    return new Cell(id, values, status);
  }

  private static boolean shows(Row row, String search) {
    return Stream.of(Optional.ofNullable(row.poweroffice()), Optional.ofNullable(row.webcrm()))
        .flatMap(Optional::stream)
        .flatMap(cell -> Stream.concat(Stream.of(cell.id()), cell.values().stream()))
        .anyMatch(v -> v.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)));
  }

  // --- editing as a user of either system ---

  private void showForm(RoutingContext context) {
    PairDefinition pair = pair(context);
    SystemName system = system(context);
    String id = param(context, "id");
    Optional<Map<String, Object>> record = find(pair, system, id);
    if (record.isEmpty()) {
      context.response().setStatusCode(404).end("There is no such record any more.");
      return;
    }
    Columns columns = columns(record.get());
    html(
        context,
        edit.data("pair", pair.name().key())
            .data("system", system.key())
            .data("systemName", system.toString())
            .data("id", id)
            .data("inputs", inputs(pair, system, columns))
            .data("buttons", buttons(pair, system, columns))
            .render());
  }

  private static List<Input> inputs(PairDefinition pair, SystemName system, Columns columns) {
    boolean person = columns.isTrue("IsPerson");
    return pair.properties().stream()
        .flatMap(property -> property.on(system).columns().stream())
        .filter(name -> !name.equals("IsPerson"))
        .filter(name -> !person || !name.equals("Name"))
        .filter(
            name ->
                person
                    || pair.name() != PairName.CUSTOMERS
                    || !List.of("FirstName", "LastName").contains(name))
        .map(name -> new Input(name, columns.text(name).orElse("")))
        .toList();
  }

  private static List<Button> buttons(PairDefinition pair, SystemName system, Columns columns) {
    Button delete = new Button("Delete", "delete", "yes");
    if (system == SystemName.WEBCRM) {
      if (pair.name() == PairName.CUSTOMERS || pair.name() == PairName.DEPARTMENTS) {
        return List.of(delete);
      }
      boolean resigned = "Resigned".equals(columns.text("PersonStatus").orElse(""));
      return List.of(
          resigned
              ? new Button("Set active", "PersonStatus", "Active")
              : new Button("Set resigned", "PersonStatus", "Resigned"),
          delete);
    }
    boolean contact = pair.name() == PairName.CUSTOMERS || pair.name() == PairName.SUPPLIER_PERSONS;
    String field = contact ? "IsArchived" : "IsActive";
    boolean now = columns.isTrue(field);
    String label =
        contact ? (now ? "Take out of the archive" : "Archive") : (now ? "Deactivate" : "Activate");
    return List.of(new Button(label, field, Boolean.toString(!now)), delete);
  }

  private void save(RoutingContext context) {
    PairDefinition pair = pair(context);
    SystemName system = system(context);
    String id = param(context, "id");
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    context
        .request()
        .formAttributes()
        .forEach(
            field -> {
              String value = field.getValue();
              boolean flag = value.equals("true") || value.equals("false");
              fields.put(
                  field.getKey(),
                  flag
                      ? Boolean.valueOf(value)
                      : value.isEmpty() && system == SystemName.POWEROFFICE ? null : value);
            });
    if (find(pair, system, id).isPresent()) {
      boolean delete = fields.remove("delete") != null;
      if (system == SystemName.POWEROFFICE) {
        if (delete) {
          world.powerOffice().userDeletes(powerOfficeKind(pair), Long.parseLong(id));
        } else {
          world.powerOffice().userEdits(powerOfficeKind(pair), Long.parseLong(id), fields);
        }
      } else if (delete) {
        world.webCrm().userDeletes(webCrmKind(pair), Integer.parseInt(id));
      } else {
        world.webCrm().userEdits(webCrmKind(pair), Integer.parseInt(id), fields);
      }
    }
    String search = URLEncoder.encode(id, StandardCharsets.UTF_8);
    context
        .response()
        .setStatusCode(303)
        .putHeader("Location", "/?pair=" + pair.name().key() + "&search=" + search)
        .end();
  }

  /** What a careless import does: every customer's name gets something added. */
  private void renameAll(RoutingContext context) {
    String added = Optional.ofNullable(context.request().getFormAttribute("add")).orElse("");
    int renamed = 0;
    for (Map<String, Object> record :
        world.powerOffice().records(PowerOfficeSimulator.Kind.CUSTOMERS)) {
      if (record.get("Name") instanceof String name && !added.isBlank()) {
        world
            .powerOffice()
            .userEdits(
                PowerOfficeSimulator.Kind.CUSTOMERS,
                ((Number) Objects.requireNonNull(record.get("Id"))).longValue(),
                Map.of("Name", name + " " + added.strip()));
        renamed++;
      }
    }
    context.response().end("Renamed " + renamed + " customers in PowerOffice.\n");
  }

  private Optional<Map<String, Object>> find(PairDefinition pair, SystemName system, String id) {
    if (!id.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return system == SystemName.POWEROFFICE
        ? world.powerOffice().find(powerOfficeKind(pair), Long.parseLong(id))
        : world.webCrm().find(webCrmKind(pair), Integer.parseInt(id));
  }

  // --- small things ---

  private PairDefinition pair(RoutingContext context) {
    String key = param(context, "pair");
    return pairs.values().stream()
        .filter(pair -> pair.name().key().equals(key))
        .findFirst()
        .orElseGet(() -> Objects.requireNonNull(pairs.get(PairName.CUSTOMERS)));
  }

  private static SystemName system(RoutingContext context) {
    return param(context, "system").equals(SystemName.WEBCRM.key())
        ? SystemName.WEBCRM
        : SystemName.POWEROFFICE;
  }

  private static String param(RoutingContext context, String name) {
    return Optional.ofNullable(context.queryParams().get(name)).orElse("").strip();
  }

  private static PowerOfficeSimulator.Kind powerOfficeKind(PairDefinition pair) {
    return switch (pair.name()) {
      case CUSTOMERS -> PowerOfficeSimulator.Kind.CUSTOMERS;
      case DEPARTMENTS -> PowerOfficeSimulator.Kind.DEPARTMENTS;
      case CONTACT_PERSONS -> PowerOfficeSimulator.Kind.CONTACT_PERSONS;
      case SUPPLIER_PERSONS -> PowerOfficeSimulator.Kind.SUPPLIERS;
    };
  }

  private static WebCrmSimulator.Kind webCrmKind(PairDefinition pair) {
    return switch (pair.right()) {
      case ORGANISATIONS -> WebCrmSimulator.Kind.ORGANISATIONS;
      case PERSONS -> WebCrmSimulator.Kind.PERSONS;
    };
  }

  private static String webCrmId(PairDefinition pair, Map<String, Object> record) {
    return String.valueOf(
        record.get(
            switch (pair.right()) {
              case ORGANISATIONS -> "OrganisationId";
              case PERSONS -> "PersonId";
            }));
  }

  private static Columns columns(Map<String, Object> record) {
    Map<String, @Nullable String> texts = new HashMap<>();
    record.forEach((name, value) -> texts.put(name, value == null ? null : value.toString()));
    return Columns.of(texts);
  }

  private static void html(RoutingContext context, String html) {
    context.response().putHeader("Content-Type", "text/html; charset=utf-8").end(html);
  }
}
