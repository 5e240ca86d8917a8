package no.tandem.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import org.jspecify.annotations.Nullable;

/**
 * All records of one kind in one system, as the system's own users see and change them.
 *
 * @param <I> what its ids are
 */
sealed interface RecordsOf<I> {
  /** They were there before: no user made them, and no hook is called. */
  void load(List<? extends Map<String, ? extends @Nullable Object>> records);

  /** The same. An array of maps does not know what is in them. */
  @SuppressWarnings("unchecked")
  default void load(Map<?, ?>... records) {
    load((List<Map<String, Object>>) (List<?>) List.of(records));
  }

  /** A user makes one; its id. */
  I create(Map<String, ? extends @Nullable Object> fields);

  default I create(@Nullable Object... namesAndValues) {
    return create(Records.fields(namesAndValues));
  }

  List<Map<String, Object>> list();

  void edit(I id, Map<String, ? extends @Nullable Object> fields);

  void delete(I id);

  Optional<Map<String, Object>> find(I id);

  default One<I> one(I id) {
    return new One<>(this, id);
  }

  /** One of them, which may not be there. */
  record One<I>(RecordsOf<I> all, I id) {
    /** A user edits it. */
    void edit(Map<String, ? extends @Nullable Object> fields) {
      all.edit(id, fields);
    }

    void edit(@Nullable Object... namesAndValues) {
      edit(Records.fields(namesAndValues));
    }

    /** A user deletes it. */
    void delete() {
      all.delete(id);
    }

    Optional<Map<String, Object>> find() {
      return all.find(id);
    }

    /** What it has in this field; null: nothing. */
    @Nullable Object get(String field) {
      return find().orElseThrow().get(field);
    }
  }

  record InPowerOffice(PowerOfficeSimulator system, PowerOfficeSimulator.Kind kind)
      implements RecordsOf<Long> {
    @Override
    public void load(List<? extends Map<String, ? extends @Nullable Object>> records) {
      system.load(kind, records);
    }

    @Override
    public Long create(Map<String, ? extends @Nullable Object> fields) {
      return system.userCreates(kind, fields);
    }

    @Override
    public List<Map<String, Object>> list() {
      return system.records(kind);
    }

    @Override
    public void edit(Long id, Map<String, ? extends @Nullable Object> fields) {
      system.userEdits(kind, id, fields);
    }

    @Override
    public void delete(Long id) {
      system.userDeletes(kind, id);
    }

    @Override
    public Optional<Map<String, Object>> find(Long id) {
      return system.find(kind, id);
    }
  }

  record InWebCrm(WebCrmSimulator system, WebCrmSimulator.Kind kind) implements RecordsOf<Integer> {
    @Override
    public void load(List<? extends Map<String, ? extends @Nullable Object>> records) {
      system.load(kind, records);
    }

    @Override
    public Integer create(Map<String, ? extends @Nullable Object> fields) {
      return system.userCreates(kind, fields);
    }

    @Override
    public List<Map<String, Object>> list() {
      return system.records(kind);
    }

    @Override
    public void edit(Integer id, Map<String, ? extends @Nullable Object> fields) {
      system.userEdits(kind, id, fields);
    }

    @Override
    public void delete(Integer id) {
      system.userDeletes(kind, id);
    }

    @Override
    public Optional<Map<String, Object>> find(Integer id) {
      return system.find(kind, id);
    }
  }
}
