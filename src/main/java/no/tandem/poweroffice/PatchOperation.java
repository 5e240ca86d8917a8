package no.tandem.poweroffice;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * One step of a JSON Patch.
 *
 * @param value null clears the field, so it is always written out
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
record PatchOperation(String op, String path, @Nullable Object value) {

  /**
   * @param field in the vendor's exact spelling: another letter case is ignored or rejected
   */
  static PatchOperation replace(String field, @Nullable Object value) {
    return new PatchOperation("replace", "/" + field, value);
  }
}
