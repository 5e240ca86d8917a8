package no.tandem.poweroffice;

import io.quarkus.oidc.client.OidcClients;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import no.tandem.TestClock;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Fault;
import no.tandem.local.http.Request;
import no.tandem.local.http.SimulatorServer.Journalled;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.remote.Limits;
import no.tandem.sync.pair.Field;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RecordReader;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client and a simulator that share one clock, with a simulator of its own for each test. */
abstract class Connected {
  static final List<Property> ORGANISATION =
      List.of(
          property("name", PowerOfficeField.required("Name", "a customer's name")),
          property("phone", PowerOfficeField.text("PhoneNumber")));
  static final List<Property> DEPARTMENT =
      List.of(property("name", PowerOfficeField.required("Name", "a department's name")));
  static final List<Property> PERSON =
      List.of(
          property("firstName", PowerOfficeField.required("FirstName", "a first name")),
          property("lastName", PowerOfficeField.required("LastName", "a last name")),
          property("email", PowerOfficeField.text("EmailAddress")),
          property("phone", PowerOfficeField.text("PhoneNumber")));
  static final List<Property> SUPPLIER_PERSON = supplierPerson();

  @Inject OidcClients oidcClients;

  final TestClock time = new TestClock();
  final Limits limits = Limits.ofThisProcess(time);
  final PowerOfficeSimulator simulator = new PowerOfficeSimulator(0, time.clock(), time::pause);
  private final List<PowerOffice> opened = new ArrayList<>();
  PowerOffice powerOffice;

  @BeforeEach
  void connect() {
    simulator.switches().requestsPerSecond(0);
    powerOffice = open(configuration(0));
  }

  @AfterEach
  void close() {
    opened.forEach(PowerOffice::close);
    simulator.close();
  }

  PowerOffice open(PowerOfficeConfiguration configuration) {
    PowerOffice client = new PowerOffice(configuration, oidcClients, time, limits);
    opened.add(client);
    return client;
  }

  PowerOfficeConfiguration configuration(int requestsPerSecond) {
    return configuration(simulator.url(), simulator.keys().clientKey(), requestsPerSecond);
  }

  PowerOfficeConfiguration configuration(URI url, String clientKey, int requestsPerSecond) {
    return new PowerOfficeConfiguration(
        url,
        simulator.tokenUrl(),
        simulator.keys().applicationKey(),
        clientKey,
        simulator.keys().subscriptionKey(),
        requestsPerSecond,
        Duration.ofSeconds(5),
        Duration.ofSeconds(120));
  }

  Side customers() {
    return powerOffice.side(PowerOffice.Kind.CUSTOMERS, ORGANISATION);
  }

  Side departments() {
    return powerOffice.side(PowerOffice.Kind.DEPARTMENTS, DEPARTMENT);
  }

  Side contactPersons() {
    return powerOffice.side(PowerOffice.Kind.CONTACT_PERSONS, PERSON);
  }

  Side supplierPersons() {
    return powerOffice.side(PowerOffice.Kind.SUPPLIER_PERSONS, SUPPLIER_PERSON);
  }

  long customer(String name) {
    return simulator.userCreates(PowerOfficeSimulator.Kind.CUSTOMERS, Map.of("Name", name));
  }

  long department(String name) {
    return simulator.userCreates(PowerOfficeSimulator.Kind.DEPARTMENTS, Map.of("Name", name));
  }

  long contactPerson(long owner, String firstName) {
    return simulator.userCreates(
        PowerOfficeSimulator.Kind.CONTACT_PERSONS,
        Map.of("ContactId", owner, "FirstName", firstName, "LastName", "Nordmann"));
  }

  /** API calls, in order: no log-ins. */
  List<Journalled> calls() {
    return simulator.server().journal().stream()
        .filter(call -> call.path().startsWith("/v2/"))
        .toList();
  }

  /** Lets the next call below the path meet this answer. */
  void refuseNext(String path, Answer answer) {
    simulator.server().inject(1, isApi(path), new Fault.Refuse(answer));
  }

  static Predicate<Request> isApi(String path) {
    return request -> request.path().startsWith(path);
  }

  int logIns() {
    return simulator.server().journal().size() - calls().size();
  }

  static RecordId id(long value) {
    return new RecordId(Long.toString(value));
  }

  static RecordReader.Known known(long id) {
    return new RecordReader.Known(id(id), Optional.empty());
  }

  static RecordReader.Known known(long id, long owner) {
    return new RecordReader.Known(id(id), Optional.of(id(owner)));
  }

  static Snapshot only(Listing listing) {
    return listing.snapshots().getFirst();
  }

  static Presence read(Side side, RecordReader.Known known) {
    return side.read(List.of(known), 1).values().iterator().next();
  }

  private static Property property(String name, Field left) {
    return new Property(name, left, left);
  }

  private static List<Property> supplierPerson() {
    List<Property> properties = new ArrayList<>(PERSON);
    properties.add(property("birthday", PowerOfficeField.date("DateOfBirth")));
    return List.copyOf(properties);
  }
}
