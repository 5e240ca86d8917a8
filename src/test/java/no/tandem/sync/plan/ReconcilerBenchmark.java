package no.tandem.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.tandem.benchmark.Page;
import no.tandem.sync.link.Base;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.OwnWriteFacts;
import no.tandem.sync.pair.ConflictPolicy;
import no.tandem.sync.pair.Property;
import no.tandem.sync.pair.Rules;
import no.tandem.sync.pair.TextField;
import no.tandem.sync.side.BySystem;
import no.tandem.sync.side.Columns;
import no.tandem.sync.side.Lengths;
import no.tandem.sync.side.Presence;
import no.tandem.sync.side.RecordId;
import no.tandem.sync.side.Snapshot;
import no.tandem.sync.side.SystemName;
import no.tandem.sync.side.View;
import org.junit.jupiter.api.Test;

/** How many records the reconciler decides in a second, on one thread. */
class ReconcilerBenchmark {
  private static final int RECORDS = 100_000;
  private static final int ROUNDS = 20;

  @Test
  void printsDecisionsPerSecond() throws IOException {
    List<Property> properties =
        List.of(
            new Property(
                "name", TextField.required("Name"), TextField.required("OrganisationName")),
            new Property(
                "phone", TextField.text("PhoneNumber"), TextField.text("OrganisationTelephone")));
    Rules rules =
        new Rules(
            properties,
            ConflictPolicy.POWEROFFICE,
            false,
            Set.of(SystemName.WEBCRM),
            Map.of(),
            Optional.empty(),
            new BySystem<>(
                Lengths.UNKNOWN,
                new Lengths(Map.of("OrganisationName", 200, "OrganisationTelephone", 50))));
    Reconciler reconciler = new Reconciler(rules);
    List<Optional<Link>> links = new ArrayList<>();
    List<Presence> lefts = new ArrayList<>();
    List<Presence> rights = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      View base = new View(Map.of("name", "Company " + i, "phone", "+47 " + i));
      Base stored = new Base(base, Optional.empty(), Optional.empty(), Set.of());
      RecordId left = new RecordId(Integer.toString(100_000 + i));
      RecordId right = new RecordId(Integer.toString(1_000 + i));
      links.add(
          Optional.of(
              Link.of(LinkKey.of(left))
                  .linkedTo(right)
                  .inSync(stored, stored, Optional.empty(), Map.of())));
      // A third unchanged, a third edited on one side, a third in conflict.
      lefts.add(present(left, i % 3 == 0 ? base : base.with("phone", Optional.of("+47 one"))));
      rights.add(present(right, i % 3 == 2 ? base.with("phone", Optional.of("+47 two")) : base));
    }
    int writes = 0;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      writes = 0;
      long begun = System.nanoTime();
      for (int i = 0; i < RECORDS; i++) {
        Plan plan =
            reconciler.decide(
                links.get(i), lefts.get(i), rights.get(i), Optional.empty(), OwnWriteFacts.NONE);
        if (plan instanceof Plan.Merge merge && merge.writes()) {
          writes++;
        }
      }
      best = Math.min(best, System.nanoTime() - begun);
    }
    assertThat(writes).isEqualTo(RECORDS - (RECORDS + 2) / 3);
    Page.write(
        "50-reconciler",
        """
        ## Reconciler

        %,d decisions a second on one thread (best of %d rounds of %,d; a third in sync, a third edited on one side, a third in conflict).
        """
            .formatted(Math.round(RECORDS * 1e9 / best), ROUNDS, RECORDS));
  }

  private static Presence present(RecordId id, View view) {
    return new Presence.Present(
        new Snapshot(
            id,
            view,
            Columns.NONE,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Instant.EPOCH),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty()));
  }
}
