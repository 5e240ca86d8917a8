package no.tandem.departments;

import java.util.Set;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.side.Text;

/** A department and an organisation are the same by name. */
final class DepartmentMatching implements Matching {

  @Override
  public Set<String> keys(Candidate candidate) {
    return candidate.view().get("name").map(name -> Set.of(Text.folded(name))).orElse(Set.of());
  }

  @Override
  public int rank(Candidate left, Candidate right) {
    Set<String> name = keys(left);
    return !name.isEmpty() && name.equals(keys(right)) ? BY_NAME : NO;
  }
}
