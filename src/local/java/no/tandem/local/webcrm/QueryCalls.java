package no.tandem.local.webcrm;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.QueryScript.Column;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;
import org.jspecify.annotations.Nullable;

/** Runs queries. */
final class QueryCalls {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,9})?");

  private final WebCrmSwitches switches;
  private final Records records;
  private final RecordView view;

  QueryCalls(WebCrmSwitches switches, Records records, RecordView view) {
    this.switches = switches;
    this.records = records;
    this.view = view;
  }

  Answer run(Request request) {
    Paging paging = Paging.of(request, switches);
    QueryScript script =
        QueryParser.parse(request.query().getOrDefault("script", ""), switches.operators());
    boolean formats =
        request.query().getOrDefault("formatCustomFields", "").equalsIgnoreCase("true");
    List<QueryRow> page = page(script, paging);
    return Answer.json(
        200,
        Json.written(
            json -> {
              json.writeStartArray();
              long number = paging.skipped();
              for (QueryRow row : page) {
                write(row, ++number, script, formats, json);
              }
              json.writeEndArray();
            }));
  }

  private List<QueryRow> page(QueryScript script, Paging paging) {
    Predicate<QueryRow> filter =
        script.where().map(new QueryFilter(view, switches)::compile).orElse(row -> true);
    Table table = records.table(script.table());
    Field id = table.schema().id();
    QueryCandidates candidates =
        script
            .where()
            .map(condition -> QueryCandidates.of(condition, id.name()))
            .orElseGet(QueryCandidates::all);
    synchronized (records) {
      Stream<QueryRow> rows =
          candidates.rows(table).flatMap(row -> joined(script, row).stream()).filter(filter);
      // By id the rows come anyway, without ties; so the page is found without looking further.
      boolean comesSorted =
          script
              .order()
              .map(order -> order.ascending() && order.column().field().name().equals(id.name()))
              .orElse(!switches.shuffles());
      return (comesSorted ? rows : sorted(script, rows.toList()).stream())
          .skip(paging.skipped())
          .limit(paging.size())
          .toList();
    }
  }

  private Optional<QueryRow> joined(QueryScript script, Row row) {
    if (!script.joinsOrganisation()) {
      return Optional.of(new QueryRow(row, row));
    }
    return records
        .table(Kind.ORGANISATIONS)
        .find(row.integer(row.schema().own("OrganisationId")))
        .map(organisation -> new QueryRow(row, organisation));
  }

  private record Keyed(Object key, QueryRow row) {}

  /** Where the query leaves the order open, it is another one in every call. */
  private List<QueryRow> sorted(QueryScript script, List<QueryRow> rows) {
    List<QueryRow> open = new ArrayList<>(rows);
    if (switches.shuffles()) {
      Collections.shuffle(open, switches.random());
    }
    if (script.order().isEmpty()) {
      return open;
    }
    QueryScript.Order order = script.order().get();
    Comparator<Keyed> ascending = (left, right) -> QueryRow.compare(left.key(), right.key());
    return open.stream()
        .map(row -> new Keyed(row.key(order.column(), view, switches.ignoresCase()), row))
        .sorted(order.ascending() ? ascending : ascending.reversed())
        .map(Keyed::row)
        .toList();
  }

  private void write(
      QueryRow row, long number, QueryScript script, boolean formats, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    if (script.columns().isEmpty()) {
      json.writeNumberField("RowNumber", number);
      writeAll(row.main(), formats, json);
      if (script.joinsOrganisation()) {
        writeAll(row.organisation(), formats, json);
      }
    }
    for (Column column : script.columns()) {
      Json.member(json, column.field().name(), shown(row.of(column), column.field(), formats));
    }
    json.writeEndObject();
  }

  private void writeAll(Row row, boolean formats, JsonGenerator json) throws IOException {
    for (Field field : row.schema().fields()) {
      Json.member(json, field.name(), shown(row, field, formats));
    }
    // Columns of the database that no entity call shows.
    switch (row.schema().kind()) {
      case ORGANISATIONS -> {
        json.writeNumberField("o_lastUpdatedById", 0);
        json.writeBooleanField("op_multiTerritory", false);
      }
      case PERSONS -> {
        json.writeNumberField("p_lastUpdatedById", 0);
        json.writeBooleanField("p_reportFilterMatch", false);
        json.writeNullField("p_lastLogin");
        json.writeNullField("p_memDate");
      }
    }
  }

  private @Nullable Object shown(Row row, Field field, boolean formats) {
    if (field.type() == FieldType.STATUS && switches.statusNumbers()) {
      return PersonStatus.of(row, field).number();
    }
    if (field.type() == FieldType.MOMENT && !switches.offsets()) {
      return String.valueOf(view.shown(row, field)).replaceFirst("[+-]\\d\\d:\\d\\d$", "");
    }
    if (field.type() == FieldType.PLUS && !formats) {
      // Raw, Plus fields were seen to be numbers.
      String text = row.text(field);
      return NUMBER.matcher(text).matches() ? new BigDecimal(text) : view.shown(row, field);
    }
    return view.shown(row, field);
  }
}
