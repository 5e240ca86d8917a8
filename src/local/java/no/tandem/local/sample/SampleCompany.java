package no.tandem.local.sample;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A wholesaler of food with 220 customers, 40 suppliers, 12 departments and 300 contact persons;
 * webCRM already knows about a third of the customers, some of them differently. It stands in
 * {@code company.json}.
 */
public final class SampleCompany {
  private SampleCompany() {}

  public static SampleData read() {
    try (InputStream json = SampleCompany.class.getResourceAsStream("company.json")) {
      Map<String, List<Map<String, Object>>> records =
          new ObjectMapper().readValue(Objects.requireNonNull(json), new TypeReference<>() {});
      return new SampleData(
          of(records, "customers"),
          of(records, "suppliers"),
          of(records, "departments"),
          of(records, "contactPersons"),
          of(records, "organisations"),
          of(records, "persons"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<String, Object>> of(
      Map<String, List<Map<String, Object>>> records, String kind) {
    return Objects.requireNonNull(records.get(kind), kind);
  }
}
