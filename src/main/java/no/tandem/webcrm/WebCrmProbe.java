package no.tandem.webcrm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import no.tandem.remote.LeftOut;
import no.tandem.remote.Reach;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RemoteException;

/** Asks a webCRM system what has to be known before a first sync. It only reads. */
public final class WebCrmProbe {
  /** webCRM's own row comes along: of two rows, one is a user's. */
  private static final int ROWS = 2;

  private final WebCrm webCrm;
  private final WebCrmConfiguration configuration;

  public WebCrmProbe(WebCrm webCrm, WebCrmConfiguration configuration) {
    this.webCrm = webCrm;
    this.configuration = configuration;
  }

  /**
   * A field as this system has it.
   *
   * @param length how many characters it takes, if that is known
   * @param choices the texts that it takes, if it is a dropdown
   */
  public record Field(OptionalInt length, List<String> choices) {}

  /**
   * One record as a sweep gets it.
   *
   * @param lacking the asked columns that its answer does not name
   * @param stamp when it was last changed, as it was received
   * @param status of a person, as it was received
   */
  public record Row(Set<String> lacking, Optional<String> stamp, Optional<String> status) {}

  /** Why the address cannot be reached, and what to do; empty if it can. */
  public Optional<String> unreachable() {
    return Reach.failure(configuration.url(), configuration.timeout())
        .map(new WebCrmErrors(configuration.url()).where()::unanswered);
  }

  /**
   * What is asked of each record of the kind.
   *
   * @param properties those of all pairs of the kind
   */
  public List<String> columns(WebCrm.Kind kind, List<Property> properties) {
    return WebCrmSide.columns(configuration, kind, properties);
  }

  /**
   * The fields of a kind, by name in any letter case.
   *
   * @throws RemoteException if webCRM does not describe them
   */
  public Map<String, Field> fields(WebCrm.Kind kind) {
    JsonNode list =
        webCrm.call(
            (api, authorization) -> api.fieldsMetadata(authorization, kind.table()), Json::read);
    Map<String, Field> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (JsonNode field : list) {
      Json.text(field, WebCrm.FIELD)
          .ifPresent(name -> fields.put(name, new Field(length(field), choices(field))));
    }
    return fields;
  }

  private static OptionalInt length(JsonNode field) {
    int length = Json.field(field, WebCrm.TEXT_LENGTH).asInt();
    return length > 0 ? OptionalInt.of(length) : OptionalInt.empty();
  }

  private static List<String> choices(JsonNode field) {
    List<String> choices = new ArrayList<>();
    for (JsonNode choice : Json.field(field, "FieldMetadataDropdownListData")) {
      Json.text(choice, "Text").ifPresent(choices::add);
    }
    return choices;
  }

  /**
   * Asks for one record of the kind, as a sweep asks for a thousand.
   *
   * @return empty if there is none
   * @throws RemoteException if webCRM refuses it
   */
  public Optional<Row> first(WebCrm.Kind kind, List<String> columns) {
    String script = Script.from(kind, columns, 1, Optional.empty());
    Rows rows = new Rows(columns, new LeftOut());
    List<Columns> page =
        webCrm.call((api, authorization) -> api.query(authorization, script, 1, ROWS), rows::list);
    return page.reversed().stream().findFirst().map(row -> row(kind, row, columns));
  }

  private static Row row(WebCrm.Kind kind, Columns row, List<String> columns) {
    Set<String> lacking = new TreeSet<>(columns);
    lacking.removeIf(column -> !row.lacks(column));
    return new Row(lacking, row.text(kind.updatedAtColumn()), row.text(WebCrmSide.PERSON_STATUS));
  }
}
