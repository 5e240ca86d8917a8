package no.tandem.local.webcrm;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.local.webcrm.WebCrmSimulator.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries of the two forms that Tandem sends: the rows from an id on, perhaps only those that
 * have changed, by id; and the rows with some ids, in any order.
 */
final class QueryCalls {
  private static final Pattern SCRIPT =
      Pattern.compile("SELECT (?<columns>.+) FROM (?<table>\\w+) WHERE (?<rows>.+)");
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
    Paging paging = Paging.of(request, "script");
    String text = request.query().getOrDefault("script", "");
    Matcher script = SCRIPT.matcher(text);
    if (!script.matches()) {
      throw Refusal.neverSent("The query " + text);
    }
    Kind kind =
        Arrays.stream(Kind.values())
            .filter(one -> one.entity().equals(script.group("table")))
            .findFirst()
            .orElseThrow(() -> Refusal.badQuery("Unknown table " + script.group("table") + "."));
    List<Field> columns =
        Arrays.stream(script.group("columns").split(", ", -1))
            .map(
                name ->
                    Schema.of(kind)
                        .find(name)
                        .orElseThrow(() -> Refusal.badQuery("Unknown column " + name + ".")))
            .toList();
    List<Row> page;
    synchronized (records) {
      page = rows(kind, script.group("rows")).skip(paging.skipped()).limit(paging.size()).toList();
    }
    return Answer.json(
        200,
        Json.written(
            json -> {
              json.writeStartArray();
              for (Row row : page) {
                json.writeStartObject();
                for (Field column : columns) {
                  Json.member(json, column.name(), shown(row, column));
                }
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }

  private Stream<Row> rows(Kind kind, String which) {
    String id = kind.entity() + "Id";
    Table table = records.table(kind);
    Matcher from =
        Pattern.compile(
                "%1$s >= (?<id>\\d{1,10})(?: AND %2$s >= '(?<since>[^']+)')? ORDER BY %1$s ASC"
                    .formatted(id, kind.entity() + "UpdatedAt"))
            .matcher(which);
    if (from.matches()) {
      Stream<Row> rows = table.from(Integer.parseInt(from.group("id")));
      String since = from.group("since");
      return since == null ? rows : changed(kind, rows, since);
    }
    List<Row> rows = new ArrayList<>();
    Pattern one = Pattern.compile(id + " = (\\d{1,10})");
    for (String condition : which.split(" OR ", -1)) {
      Matcher matcher = one.matcher(condition);
      if (!matcher.matches()) {
        throw Refusal.neverSent("The condition " + which);
      }
      table.find(Integer.parseInt(matcher.group(1))).ifPresent(rows::add);
    }
    // The query leaves the order open, so it is another one in every call.
    Collections.shuffle(rows, switches.random());
    return rows.stream();
  }

  private Stream<Row> changed(Kind kind, Stream<Row> rows, String since) {
    Instant moment;
    try {
      moment = Stamps.moment(since, switches.honoursZone());
    } catch (DateTimeException e) {
      throw Refusal.badQuery("The value of UpdatedAt is not a date: " + since);
    }
    Field updatedAt = Schema.of(kind).own("UpdatedAt");
    return rows.filter(
        row -> row.get(updatedAt) instanceof Instant updated && !updated.isBefore(moment));
  }

  private @Nullable Object shown(Row row, Field field) {
    if (field.type() == FieldType.STATUS && switches.statusNumbers()) {
      return PersonStatus.of(row, field).number();
    }
    if (field.type() == FieldType.MOMENT && !switches.offsets()) {
      return String.valueOf(view.shown(row, field)).replaceFirst("[+-]\\d\\d:\\d\\d$", "");
    }
    if (field.type() == FieldType.PLUS) {
      // Plus fields were seen to be numbers here.
      String text = row.text(field);
      return NUMBER.matcher(text).matches() ? new BigDecimal(text) : view.shown(row, field);
    }
    return view.shown(row, field);
  }
}
