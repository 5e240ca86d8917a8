package no.tandem.sync.pair;

import java.util.Optional;
import java.util.Set;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;

/** When an existing record of the other system is taken to be the same thing. Pure. */
public interface Matching {

  /** They are the same, as far as this rule knows. Higher ranks are surer. */
  int BY_REFERENCE = 4;

  /** By what is meant to identify: a number, or an e-mail together with the name. */
  int BY_IDENTITY = 3;

  int BY_NAME_AND_PHONE = 2;
  int BY_NAME = 1;
  int NO = 0;

  /** They might be the same; a person has to say. */
  int UNSURE = -1;

  /** Texts of which two records must share one to be compared at all. */
  Set<String> keys(Candidate candidate);

  /** How surely the two are the same: one of the constants above. */
  int rank(Candidate left, Candidate right);

  /**
   * A record to be matched.
   *
   * @param view its properties, in webCRM's form for both sides
   * @param owner the webCRM record under which it belongs
   */
  record Candidate(SystemName system, View view, Columns columns, Optional<RecordId> owner) {}
}
