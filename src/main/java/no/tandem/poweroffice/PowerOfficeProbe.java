package no.tandem.poweroffice;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.remote.LeftOut;
import no.tandem.remote.Reach;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RemoteException;
import org.jboss.resteasy.reactive.RestResponse;

/** Asks a client what has to be known before a first sync. It only reads. */
public final class PowerOfficeProbe {
  private final PowerOffice powerOffice;

  public PowerOfficeProbe(PowerOffice powerOffice) {
    this.powerOffice = powerOffice;
  }

  /**
   * What the keys open.
   *
   * @param name the client's
   * @param privileges those that work
   * @param invalid those that were granted and do not work, because the client lacks a module
   */
  public record Client(Optional<String> name, Set<String> privileges, Set<String> invalid) {}

  /**
   * One record of a list.
   *
   * @param lacking the asked fields that its answer does not name
   * @param stamp when it was last changed, as it was received
   */
  public record Row(Set<String> lacking, Optional<String> stamp) {}

  /**
   * Why an address cannot be reached, and what to do; empty if it can.
   *
   * @param variable the setting with the address
   */
  public static Optional<String> unreachable(String variable, URI address, Duration timeout) {
    return Reach.failure(address, timeout)
        .map(PowerOfficeErrors.place(variable, address)::unanswered);
  }

  /**
   * Logs in, and asks what the keys open.
   *
   * @throws RemoteException if PowerOffice does not say
   */
  public Client client() {
    String body =
        powerOffice.call(
            api ->
                Optional.ofNullable(api.clientIntegrationInformation().getEntity())
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .orElse(""));
    Map<String, List<String>> lists = Json.texts(body);
    return new Client(
        Json.object(body).flatMap(answer -> answer.text("ClientName")),
        new TreeSet<>(lists.getOrDefault("ValidPrivileges", List.of())),
        new TreeSet<>(lists.getOrDefault("InvalidPrivileges", List.of())));
  }

  /**
   * Asks for one record of the kind, as a sweep asks for a thousand.
   *
   * @return empty if there is none
   * @throws RemoteException if PowerOffice refuses it
   */
  public Optional<Row> first(PowerOffice.Kind kind, List<Property> properties) {
    List<String> fields = PowerOfficeSide.fields(kind, properties);
    return powerOffice.call(
        kind,
        () -> {},
        api -> {
          RestResponse<byte[]> answer = api.list(kind.path(), null, 1, 1, String.join(",", fields));
          byte[] body = answer.getEntity();
          if (answer.getStatus() == 204 || body == null) {
            return Optional.empty();
          }
          List<Columns> rows = Json.array(body, fields, new LeftOut());
          return rows.stream().findFirst().map(row -> row(row, fields));
        });
  }

  private static Row row(Columns columns, List<String> fields) {
    Set<String> lacking = new TreeSet<>(fields);
    lacking.removeIf(field -> !columns.lacks(field));
    return new Row(lacking, columns.text(PowerOfficeSide.STAMP));
  }
}
