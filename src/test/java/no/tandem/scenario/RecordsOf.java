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

  One<I> one(I id);

  /** One of them, which may not be there. */
  interface One<I> {
    /** A user edits it. */
    void edit(Map<String, ? extends @Nullable Object> fields);

    default void edit(@Nullable Object... namesAndValues) {
      edit(Records.fields(namesAndValues));
    }

    /** A user deletes it. */
    void delete();

    Optional<Map<String, Object>> find();

    /** What it has in this field; null: nothing. */
    default @Nullable Object get(String field) {
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
    public One<Long> one(Long id) {
      return new One<>() {
        @Override
        public void edit(Map<String, ? extends @Nullable Object> fields) {
          system.userEdits(kind, id, fields);
        }

        @Override
        public void delete() {
          system.userDeletes(kind, id);
        }

        @Override
        public Optional<Map<String, Object>> find() {
          return system.find(kind, id);
        }
      };
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
    public One<Integer> one(Integer id) {
      return new One<>() {
        @Override
        public void edit(Map<String, ? extends @Nullable Object> fields) {
          system.userEdits(kind, id, fields);
        }

        @Override
        public void delete() {
          system.userDeletes(kind, id);
        }

        @Override
        public Optional<Map<String, Object>> find() {
          return system.find(kind, id);
        }
      };
    }
  }
}
