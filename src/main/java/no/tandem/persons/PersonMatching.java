package no.tandem.persons;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import no.tandem.sync.pair.Matching;
import no.tandem.sync.side.Text;
import no.tandem.sync.side.View;

/**
 * Two persons of one organisation are the same if they have the same full name, unless both have an
 * e-mail and the two differ: then a person has to say. An e-mail alone proves nothing: mailboxes
 * are shared.
 */
public final class PersonMatching implements Matching {

  @Override
  public Set<String> keys(Candidate candidate) {
    String name = fullName(candidate.view());
    return candidate.owner().isPresent() && !name.isEmpty()
        ? Set.of(candidate.owner().get() + " " + name)
        : Set.of();
  }

  @Override
  public int rank(Candidate left, Candidate right) {
    if (!left.owner().equals(right.owner())
        || !fullName(left.view()).equals(fullName(right.view()))) {
      return NO;
    }
    Optional<String> leftEmail = email(left);
    Optional<String> rightEmail = email(right);
    if (leftEmail.isPresent() && rightEmail.isPresent()) {
      return leftEmail.equals(rightEmail) ? BY_IDENTITY : UNSURE;
    }
    return BY_NAME;
  }

  private static Optional<String> email(Candidate candidate) {
    return candidate.view().get("email").map(Text::folded);
  }

  private static String fullName(View view) {
    return Text.folded(
        String.join(
            " ", Stream.of("firstName", "lastName").flatMap(p -> view.get(p).stream()).toList()));
  }
}
