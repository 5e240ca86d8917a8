package no.tandem.webcrm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Freshness;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.RejectedException;
import no.tandem.sync.side.RemoteException;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.UnmappedFields;

/**
 * The fields of webCRM's records that can be written and that Tandem does not map, by name: what is
 * not named here is not asked for, so passwords are never among them. Dates are left out, as how an
 * unset one is written is not known.
 */
final class WebCrmUnmappedFields implements UnmappedFields {
  private static final List<String> ORGANISATION_TEXTS =
      List.of(
          "Address",
          "PostCode",
          "City",
          "State",
          "Country",
          "DivisionName",
          "Fax",
          "Www",
          "Domain",
          "VatNumber",
          "VatCountry",
          "VatGroup",
          "Alert",
          "Comment",
          "Memo",
          "Status",
          "Type",
          "Industry",
          "Telephone");

  private static final List<String> PERSON_TEXTS =
      List.of(
          "MiddleName",
          "Title",
          "Salutation",
          "Email",
          "Email2",
          "DirectPhone",
          "MobilePhone",
          "Skype",
          "Comment",
          "Memo");

  private static final List<String> ORGANISATION_NUMBERS =
      List.of("Owner", "Owner2", "TerritoryId", "ApprovalStatus", "Sla");

  private static final int CUSTOM_FIELDS = 15;
  private static final int EXTRA_CUSTOM_FIELDS = 8;
  private static final int CHECK_MARKS = 10;

  /** What an unset number, mark or list of several choices shows. */
  private static final Set<String> UNSET = Set.of("0", "false", "[]");

  /** How an unset dropdown's text begins, in any language. */
  private static final String PLACEHOLDER = "--";

  private final WebCrmSide side;
  private final WebCrm.Kind kind;
  private final Set<String> mapped = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> writable;
  private final List<String> unmapped = new ArrayList<>();
  private final Set<String> numbers = new HashSet<>();
  private final Set<String> marks = new HashSet<>();

  /**
   * @param asked the columns that are asked for anyway
   * @param writable those of them that a pair or we write
   */
  WebCrmUnmappedFields(
      WebCrmSide side, WebCrm.Kind kind, List<String> asked, Set<String> writable) {
    this.side = side;
    this.kind = kind;
    this.writable = Set.copyOf(writable);
    mapped.addAll(asked);
    switch (kind) {
      case ORGANISATIONS -> {
        ORGANISATION_TEXTS.forEach(this::add);
        add("Custom", CUSTOM_FIELDS);
        add("ExtraCustom", EXTRA_CUSTOM_FIELDS);
        add("XText", EXTRA_CUSTOM_FIELDS);
        ORGANISATION_NUMBERS.forEach(name -> numbers.add(add(name)));
      }
      case PERSONS -> {
        PERSON_TEXTS.forEach(this::add);
        add("Custom", CUSTOM_FIELDS);
        marks.addAll(add("CheckMark", CHECK_MARKS));
      }
    }
  }

  private List<String> add(String name, int count) {
    List<String> added = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      added.add(add(name + i));
    }
    return added;
  }

  private String add(String name) {
    String column = kind.table() + name;
    if (!mapped.contains(column)) {
      unmapped.add(column);
    }
    return column;
  }

  @Override
  public Optional<Seen> read(RecordId id) {
    Optional<Columns> record;
    try {
      record = side.readWith(id, unmapped);
    } catch (RejectedException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
    return record.map(this::seen);
  }

  @Override
  public Looked look(List<RecordId> ids) {
    List<RecordId> some = side.fitting(ids, unmapped);
    Set<RecordId> bare = new HashSet<>();
    try {
      side.queryWith(some, unmapped)
          .forEach(
              (id, record) -> {
                if (unmapped.stream().noneMatch(column -> holdsAny(record, column))) {
                  bare.add(id);
                }
              });
    } catch (RemoteException e) {
      // Each is read by itself.
      bare.clear();
    }
    return new Looked(some.size(), bare);
  }

  private static boolean holdsAny(Columns record, String column) {
    return record.lacks(column) || value(record, column).isPresent();
  }

  private Seen seen(Columns record) {
    Snapshot snapshot = side.snapshot(record);
    Map<String, String> filled = new HashMap<>();
    Set<String> empty = new HashSet<>();
    for (String column : unmapped) {
      Optional<String> text = value(record, column);
      if (text.isPresent()) {
        filled.put(column, text.get());
      } else if (!record.lacks(column)) {
        empty.add(column);
      }
    }
    Map<String, String> named = new HashMap<>();
    writable.forEach(column -> value(record, column).ifPresent(text -> named.put(column, text)));
    return new Seen(snapshot, filled, empty, named);
  }

  private static Optional<String> value(Columns record, String column) {
    return record
        .text(column)
        .filter(text -> !UNSET.contains(text) && !text.startsWith(PLACEHOLDER));
  }

  @Override
  public void putBack(RecordId id, Map<String, String> whole, Freshness freshness) {
    Map<String, Object> columns = new LinkedHashMap<>();
    whole.forEach((column, text) -> columns.put(column, typed(column, text)));
    side.put(id, columns, freshness);
  }

  private Object typed(String column, String text) {
    if (numbers.contains(column)) {
      return Integer.valueOf(text);
    }
    return marks.contains(column) ? (Object) Boolean.valueOf(text) : text;
  }
}
