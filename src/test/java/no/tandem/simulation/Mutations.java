package no.tandem.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.ProcessingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import no.tandem.functions.PairDefinition;
import no.tandem.links.LinkStore;
import no.tandem.links.LinksConfiguration;
import no.tandem.local.http.Answer;
import no.tandem.local.http.Request;
import no.tandem.poweroffice.InProcessPowerOffice.Exchange;
import no.tandem.remote.Priority;
import no.tandem.remote.RequestLimit;
import no.tandem.sync.link.RunState;
import no.tandem.sync.pair.Property;
import no.tandem.sync.side.Bulk;
import no.tandem.sync.side.Cursor;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.Listing;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.TransientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/** The ways in which the engine is broken, by what is broken in it. */
final class Mutations {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Mutations() {}

  static Map<String, Supplier<Mutation>> all() {
    Map<String, Supplier<Mutation>> all = new LinkedHashMap<>();
    all.put("the claim is skipped", () -> puts(put -> key(put, "pk").endsWith("#webcrm")));
    all.put("the cursor moves although records are not done", CursorWhateverHappens::new);
    all.put("the cursor moves before anything is done", CursorTooEarly::new);
    all.put("a create without an answer is sent again", SentAgain::new);
    all.put("the left base is forgotten", () -> shown(links(item -> noBase(item, "leftBase"))));
    all.put("the right base is forgotten", () -> shown(links(item -> noBase(item, "rightBase"))));
    all.put("a page that failed counts as empty", FailedPageIsEmpty::new);
    all.put("a gateway's answer counts as the system's own 404", GatewayIsBelieved::new);
    all.put("what a list does not show counts as gone", NotListedIsGone::new);
    all.put("what is unknown counts as gone", UnknownIsGone::new);
    all.put("a begun creation is made again without looking", OwnRecordsAreHidden::new);
    all.put("a record that may be ours is not thought of", () -> new Hidden("CreatedBy"));
    all.put("what was created for one record is taken for another's", References::new);
    all.put("all properties are written, not only the changed ones", AllIsWritten::new);
    all.put("the loser is dropped", () -> stored(item -> StoreDecorator.without(item, "losers")));
    all.put(
        "what is written is not known before it is",
        () -> stored(item -> StoreDecorator.without(item, "attempts")));
    all.put("what is due is not shown", () -> shown(links(Mutations::withoutDue)));
    all.put("a link is stored over another process's", OverOthers::new);
    all.put("what is said of many new records is believed", BulkIsBelieved::new);
    all.put(
        "records are created without an intent",
        () -> puts(put -> StoreDecorator.text(put.item(), "state").equals("CREATING")));
    all.put("a call for many records without an answer counts as not handled", NotHandled::new);
    all.put("an operator's retry forgets that a creation was begun", RetryForgets::new);
    all.put("an operator's edit is made before it is stored", EditedBeforeStored::new);
    all.put(
        "what the budget was spent on is not stored",
        () -> puts(put -> key(put, "sk").equals("budget")));
    all.put("requests are not limited", NoLimit::new);
    all.put("what was read once is written however late", WrittenLate::new);
    return all;
  }

  // --- the table ---

  /** A mutant of the table. */
  private abstract static class OfStore extends Mutation {

    abstract StoreDecorator over(DynamoDbClient real);

    @Override
    DynamoDbClient store(DynamoDbClient real) {
      return over(real);
    }
  }

  private interface Condition {
    boolean isTrueOf(Put put);
  }

  /** Some things are not stored, and no error says so. */
  private static Mutation puts(Condition lost) {
    return new OfStore() {
      @Override
      StoreDecorator over(DynamoDbClient real) {
        return new StoreDecorator(real) {
          @Override
          Optional<Put> put(Put put) {
            return lost.isTrueOf(put) ? Optional.empty() : Optional.of(put);
          }
        };
      }
    };
  }

  /** Items are stored otherwise than they should be. */
  private static Mutation stored(UnaryOperator<Map<String, AttributeValue>> as) {
    return new OfStore() {
      @Override
      StoreDecorator over(DynamoDbClient real) {
        return new StoreDecorator(real) {
          @Override
          Optional<Put> put(Put put) {
            return Optional.of(put.toBuilder().item(as.apply(put.item())).build());
          }
        };
      }
    };
  }

  /** Items are read otherwise than they are stored. */
  private static Mutation shown(UnaryOperator<Map<String, AttributeValue>> as) {
    return new OfStore() {
      @Override
      StoreDecorator over(DynamoDbClient real) {
        return new StoreDecorator(real) {
          @Override
          Map<String, AttributeValue> shown(Map<String, AttributeValue> item) {
            return as.apply(item);
          }

          @Override
          boolean isIndexed(Map<String, AttributeValue> item) {
            return as.apply(item).containsKey("hold") || !item.containsKey("hold");
          }
        };
      }
    };
  }

  private static UnaryOperator<Map<String, AttributeValue>> links(
      UnaryOperator<Map<String, AttributeValue>> change) {
    return item -> StoreDecorator.isLink(item) ? change.apply(item) : item;
  }

  private static String key(Put put, String name) {
    return StoreDecorator.text(put.item(), name);
  }

  private static Map<String, AttributeValue> noBase(Map<String, AttributeValue> item, String side) {
    return item.containsKey(side)
        ? StoreDecorator.with(
            item, side, AttributeValue.fromM(StoreDecorator.without(item.get(side).m(), "view")))
        : item;
  }

  private static Map<String, AttributeValue> withoutDue(Map<String, AttributeValue> item) {
    return StoreDecorator.hold(item, "kind").equals("DUE")
        ? StoreDecorator.without(item, "hold")
        : item;
  }

  private static final class OverOthers extends OfStore {

    @Override
    StoreDecorator over(DynamoDbClient real) {
      return new StoreDecorator(real) {
        @Override
        Optional<Put> put(Put put) {
          String condition = String.valueOf(put.conditionExpression());
          return Optional.of(
              condition.equals("version = :version")
                  ? put.toBuilder()
                      .conditionExpression(condition + " OR attribute_exists(version)")
                      .build()
                  : put);
        }
      };
    }
  }

  /** What an operator is about to edit is stored as it was before. */
  private static final class EditedBeforeStored extends OfStore {

    @Override
    StoreDecorator over(DynamoDbClient real) {
      return new StoreDecorator(real) {
        @Override
        Optional<Put> put(Put put) {
          if (!hold(put.item(), "code").equals("OPERATOR_EDITS")) {
            return Optional.of(put);
          }
          Map<String, AttributeValue> key =
              Map.of("pk", put.item().get("pk"), "sk", put.item().get("sk"));
          Map<String, AttributeValue> before =
              real.getItem(get -> get.tableName(put.tableName()).key(key)).item();
          return Optional.of(
              put.toBuilder().item(with(before, "version", put.item().get("version"))).build());
        }
      };
    }
  }

  /** When an operator asks for another look, a creation that was begun is not known of. */
  private static final class RetryForgets extends OfStore {
    private boolean retries;

    @Override
    void asked(JsonNode call) {
      retries = call.path("how").asText().equals("retry");
    }

    @Override
    StoreDecorator over(DynamoDbClient real) {
      return new StoreDecorator(real) {
        @Override
        Map<String, AttributeValue> shown(Map<String, AttributeValue> item) {
          return retries && isLink(item) && text(item, "state").equals("CREATING")
              ? without(
                  with(without(item, "hold"), "state", AttributeValue.fromS("PENDING")), "intentAt")
              : item;
        }
      };
    }
  }

  // --- the cursor ---

  /** A mutant that moves a pair's cursors by itself. */
  private abstract static class OfCursor extends Mutation {
    private Optional<LinkStore> links = Optional.empty();

    @Override
    DynamoDbClient store(DynamoDbClient real) {
      links =
          Optional.of(
              new LinkStore(
                  real,
                  new LinksConfiguration("links", false, Duration.ofDays(90)),
                  Clock.fixed(Instant.parse("2026-10-24T22:00:00Z"), java.time.ZoneOffset.UTC)));
      return real;
    }

    void move(PairDefinition pair, SystemName system, Listing listing) {
      RunState of =
          links.orElseThrow().of("default", pair.name().key(), pair.right().entity()).runState();
      Optional<Cursor> before = of.cursor(system);
      listing
          .largestStamp()
          .filter(stamp -> before.filter(c -> c.stamp().compareTo(stamp) >= 0).isEmpty())
          .ifPresent(
              stamp ->
                  of.saveCursor(
                      system, new Cursor(stamp, Duration.ZERO, listing.snapshots().size())));
    }
  }

  /** As soon as both systems were listed. */
  private static final class CursorTooEarly extends OfCursor {
    private final Map<SystemName, Listing> listed = new EnumMap<>(SystemName.class);

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        @Override
        public Listing all() {
          return listed(real.all());
        }

        @Override
        public Listing changedSince(Cursor cursor) {
          return listed(real.changedSince(cursor));
        }

        private Listing listed(Listing listing) {
          listed.put(system, listing);
          if (system == SystemName.WEBCRM && listed.containsKey(SystemName.POWEROFFICE)) {
            listed.forEach((name, one) -> move(pair, name, one));
            listed.clear();
          }
          return listing;
        }
      };
    }
  }

  /** At the end of every run. */
  private static final class CursorWhateverHappens extends OfCursor {

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        private Optional<Listing> listed = Optional.empty();

        @Override
        public Listing all() {
          listed = Optional.of(real.all());
          return listed.get();
        }

        @Override
        public Listing changedSince(Cursor cursor) {
          listed = Optional.of(real.changedSince(cursor));
          return listed.get();
        }

        @Override
        public int calls() {
          // Asked for the report, when the run is over.
          listed.ifPresent(listing -> move(pair, system, listing));
          return real.calls();
        }
      };
    }
  }

  // --- requests and answers ---

  /** A mutant of what is sent and answered. */
  private abstract static class OfExchange extends Mutation {

    abstract Answer answer(SystemName system, Request request, Exchange real);

    @Override
    Exchange exchange(SystemName system, Exchange real) {
      return request -> answer(system, request, real);
    }
  }

  private static final class FailedPageIsEmpty extends OfExchange {

    @Override
    Answer answer(SystemName system, Request request, Exchange real) {
      if (system == SystemName.POWEROFFICE || !request.path().startsWith("/Queries")) {
        return real.send(request);
      }
      try {
        Answer answer = real.send(request);
        return answer.status() >= 400 ? Answer.json(200, "[]") : answer;
      } catch (ProcessingException e) {
        return Answer.json(200, "[]");
      }
    }
  }

  private static final class GatewayIsBelieved extends OfExchange {

    @Override
    Answer answer(SystemName system, Request request, Exchange real) {
      Answer answer = real.send(request);
      boolean page = answer.status() == 404 && answer.body().startsWith("<html>");
      boolean gateways = page || answer.status() == 503;
      return gateways ? Network.error(system, 404, "not found") : answer;
    }
  }

  /** A member of records that is not read. */
  private static final class Hidden extends OfExchange {
    private final String suffix;

    Hidden(String suffix) {
      this.suffix = suffix;
    }

    @Override
    Answer answer(SystemName system, Request request, Exchange real) {
      return blanked(real.send(request), suffix);
    }
  }

  /** Whom a record was made for is not read in PowerOffice. */
  private static final class References extends OfExchange {

    @Override
    Answer answer(SystemName system, Request request, Exchange real) {
      return blanked(blanked(real.send(request), "ExternalImportReference"), "ExternalCode");
    }
  }

  private static Answer blanked(Answer answer, String suffix) {
    if (answer.status() != 200 || !answer.body().contains(suffix)) {
      return answer;
    }
    try {
      JsonNode body = MAPPER.readTree(answer.body());
      for (JsonNode row : body.isArray() ? body : List.of(body)) {
        if (row instanceof ObjectNode record) {
          List<String> names = new ArrayList<>();
          record.fieldNames().forEachRemaining(names::add);
          names.stream().filter(n -> n.endsWith(suffix)).forEach(n -> record.put(n, ""));
        }
      }
      return new Answer(answer.status(), answer.headers(), body.toString());
    } catch (JsonProcessingException e) {
      return answer;
    }
  }

  // --- sides ---

  private static final class SentAgain extends Mutation {

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        @Override
        public Created create(New record, IntentStore intentStore) {
          try {
            return real.create(record, intentStore);
          } catch (TransientException e) {
            return real.create(record, intentStore);
          }
        }
      };
    }
  }

  private static final class UnknownIsGone extends Mutation {

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        @Override
        public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
          Map<RecordId, Presence> read = new HashMap<>(real.read(known, listed));
          read.replaceAll(
              (id, presence) ->
                  presence instanceof Presence.Unknown ? new Presence.Gone() : presence);
          return read;
        }
      };
    }
  }

  private static final class NotListedIsGone extends Mutation {

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        private final Set<RecordId> shown = new HashSet<>();

        @Override
        public Listing all() {
          return noted(real.all());
        }

        @Override
        public Listing changedSince(Cursor cursor) {
          return noted(real.changedSince(cursor));
        }

        private Listing noted(Listing listing) {
          listing.snapshots().forEach(snapshot -> shown.add(snapshot.id()));
          return listing;
        }

        @Override
        public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
          if (shown.isEmpty()) {
            return real.read(known, listed);
          }
          Map<RecordId, Presence> read =
              new HashMap<>(
                  real.read(
                      known.stream().filter(one -> shown.contains(one.id())).toList(), listed));
          known.forEach(one -> read.putIfAbsent(one.id(), new Presence.Gone()));
          return read;
        }
      };
    }
  }

  /** Lists do not show what was made through the API. */
  private static final class OwnRecordsAreHidden extends Mutation {

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        @Override
        public Listing all() {
          return hidden(real.all());
        }

        @Override
        public Listing changedSince(Cursor cursor) {
          return hidden(real.changedSince(cursor));
        }

        private Listing hidden(Listing listing) {
          return new Listing(
              listing.snapshots().stream()
                  .filter(snapshot -> snapshot.createdByIntegration().isEmpty())
                  .toList(),
              listing.largestStamp());
        }
      };
    }
  }

  private static final class AllIsWritten extends Mutation {

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        @Override
        public Optional<Snapshot> update(
            Snapshot current, Map<String, String> columns, Freshness freshness) {
          Map<String, String> all = new TreeMap<>(columns);
          for (Property property : pair.properties()) {
            property
                .on(system)
                .write(current.view().get(property.name()), current.columns(), real.lengths())
                .forEach(all::putIfAbsent);
          }
          return real.update(current, all, freshness);
        }
      };
    }
  }

  /** How old what it overwrites is by then does not matter. */
  private static final class WrittenLate extends Mutation {

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        @Override
        public Optional<Snapshot> update(
            Snapshot current, Map<String, String> columns, Freshness freshness) {
          return real.update(current, columns, Freshness.ANY);
        }
      };
    }
  }

  /** A mutant of the way in which many records are created at once. */
  private abstract static class OfBulk extends Mutation {

    abstract List<Bulk.Said> create(
        Bulk real, List<Side.New> records, Side.IntentStore intentStore);

    /** What is read of records, after the call. */
    Map<RecordId, Presence> read(Map<RecordId, Presence> read) {
      return read;
    }

    @Override
    Side side(PairDefinition pair, SystemName system, Side real) {
      return new SideDecorator(real) {
        @Override
        public Optional<Bulk> bulk() {
          return real.bulk()
              .map(
                  bulk ->
                      new Bulk() {
                        @Override
                        public int size() {
                          return bulk.size();
                        }

                        @Override
                        public List<Said> create(
                            List<Side.New> records, Side.IntentStore intentStore) {
                          return OfBulk.this.create(bulk, records, intentStore);
                        }
                      });
        }

        @Override
        public Map<RecordId, Presence> read(Collection<Known> known, int listed) {
          return OfBulk.this.read(real.read(known, listed));
        }
      };
    }
  }

  private static final class NotHandled extends OfBulk {

    @Override
    List<Bulk.Said> create(Bulk real, List<Side.New> records, Side.IntentStore intentStore) {
      try {
        return real.create(records, intentStore);
      } catch (RemoteException e) {
        return Collections.nCopies(records.size(), new Bulk.Said.NotHandled());
      }
    }
  }

  /** Under each id that was said, the record is shown that was sent at its place. */
  private static final class BulkIsBelieved extends OfBulk {
    private Map<RecordId, Side.New> sent = Map.of();

    @Override
    List<Bulk.Said> create(Bulk real, List<Side.New> records, Side.IntentStore intentStore) {
      List<Bulk.Said> said = real.create(records, intentStore);
      sent = new HashMap<>();
      for (int i = 0; i < said.size(); i++) {
        if (said.get(i) instanceof Bulk.Said.Id(RecordId id)) {
          sent.put(id, records.get(i));
        }
      }
      return said;
    }

    @Override
    Map<RecordId, Presence> read(Map<RecordId, Presence> read) {
      Map<RecordId, Presence> believed = new HashMap<>(read);
      believed.replaceAll(
          (id, presence) ->
              Optional.ofNullable(sent.get(id))
                  .flatMap(
                      record -> read.values().stream().filter(one -> isOf(record, one)).findFirst())
                  .orElse(presence));
      return believed;
    }

    private static boolean isOf(Side.New record, Presence presence) {
      return presence
          .snapshot()
          .filter(
              snapshot ->
                  record.columns().entrySet().stream()
                      .allMatch(
                          column ->
                              snapshot
                                  .columns()
                                  .text(column.getKey())
                                  .equals(Optional.of(column.getValue()))))
          .isPresent();
    }
  }

  // --- limits ---

  private static final class NoLimit extends Mutation {

    @Override
    RequestLimit limit(RequestLimit real) {
      return new RequestLimit() {
        @Override
        public void acquire() {}

        @Override
        public void release() {}

        @Override
        public RequestLimit at(Priority priority) {
          return this;
        }
      };
    }
  }
}
