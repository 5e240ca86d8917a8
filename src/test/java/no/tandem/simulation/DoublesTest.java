package no.tandem.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import no.tandem.local.poweroffice.PowerOfficeSimulator;
import no.tandem.local.webcrm.WebCrmSimulator;
import no.tandem.sync.link.Hold;
import no.tandem.sync.link.Link;
import no.tandem.sync.link.LinkKey;
import no.tandem.sync.link.Reason;
import no.tandem.sync.side.RecordId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two records of one name in webCRM, no hooks, and a person who tidies up there. */
@ExtendWith(Quiet.class)
class DoublesTest {
  private static final PowerOfficeSimulator.Kind CUSTOMERS = PowerOfficeSimulator.Kind.CUSTOMERS;
  private static final WebCrmSimulator.Kind ORGANISATIONS = WebCrmSimulator.Kind.ORGANISATIONS;
  private static final WebCrmSimulator.Kind PERSONS = WebCrmSimulator.Kind.PERSONS;

  private final OneCompany company =
      new OneCompany(Map.of("webcrm.inactive-organisation-status", "Tidligere kunde"));
  private int requests;

  private PowerOfficeSimulator powerOffice() {
    return company.systems().powerOffice();
  }

  private WebCrmSimulator webCrm() {
    return company.systems().webCrm();
  }

  private int organisation(String name) {
    return webCrm().userCreates(ORGANISATIONS, Map.of("OrganisationName", name));
  }

  private Link link(String pair, long left) {
    return company.links(pair).get(LinkKey.of(new RecordId("" + left))).orElseThrow();
  }

  private static void expectHeld(Link link) {
    assertThat(link.held()).isTrue();
    assertThat(link.hold().orElseThrow().is(Reason.Code.AMBIGUOUS)).isTrue();
  }

  private void sweep(String pair) {
    company.pass(Duration.ofMinutes(11));
    company.sweep(pair);
  }

  enum Organisation {
    DELETED {
      @Override
      void tidy(DoublesTest test, int twin) {
        test.webCrm().userDeletes(ORGANISATIONS, twin);
      }
    },
    INACTIVE {
      @Override
      void tidy(DoublesTest test, int twin) {
        test.webCrm()
            .userEdits(ORGANISATIONS, twin, Map.of("OrganisationStatus", "Tidligere kunde"));
      }
    },
    LINKED_ELSEWHERE {
      @Override
      void tidy(DoublesTest test, int twin) {
        long other = test.powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Solvang Nord AS"));
        test.webCrm().userEdits(ORGANISATIONS, twin, Map.of("OrganisationName", "Solvang Nord AS"));
        // It is a candidate still, whatever it is called: a person has to say so.
        test.company.call(
            "operator",
            """
            {"action":"resolve","how":"link","pair":"customers","system":"poweroffice","id":"%s","to":"%s","by":"Kari"}
            """
                .formatted(other, twin));
      }
    };

    abstract void tidy(DoublesTest test, int twin);
  }

  @ParameterizedTest
  @EnumSource
  void anOrganisationsTwinThatIsAwayEndsTheHoldInTheNextSweep(Organisation how) {
    int first = organisation("Solvang AS");
    int twin = organisation("Solvang AS");
    long customer = powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Solvang AS"));
    sweep("customers");
    sweep("customers");
    expectHeld(link("customers", customer));
    how.tidy(this, twin);
    if (how == Organisation.LINKED_ELSEWHERE) {
      assertThat(company.links("customers").all().stream().filter(Link::active)).hasSize(1);
    }
    sweep("customers");
    assertThat(link("customers", customer).right()).contains(new RecordId("" + first));
    assertThat(link("customers", customer).active()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Organisation.class,
      names = {"DELETED", "INACTIVE"})
  void aPersonsTwinThatIsAwayEndsTheHoldInTheNextSweep(Organisation how) {
    long customer = powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Solvang AS"));
    sweep("customers");
    int organisation = Integer.parseInt(link("customers", customer).right().orElseThrow().value());
    int[] persons = new int[2];
    for (int i = 0; i < 2; i++) {
      persons[i] =
          webCrm()
              .userCreates(
                  PERSONS,
                  Map.of(
                      "PersonOrganisationId", organisation,
                      "PersonFirstName", "Kari",
                      "PersonLastName", "Lie"));
    }
    long kari =
        powerOffice()
            .userCreates(
                PowerOfficeSimulator.Kind.CONTACT_PERSONS,
                Map.of("ContactId", customer, "FirstName", "Kari", "LastName", "Lie"));
    sweep("contact-persons");
    sweep("contact-persons");
    expectHeld(link("contact-persons", kari));
    if (how == Organisation.DELETED) {
      webCrm().userDeletes(PERSONS, persons[1]);
    } else {
      webCrm().userEdits(PERSONS, persons[1], Map.of("PersonStatus", "Resigned"));
    }
    sweep("contact-persons");
    assertThat(link("contact-persons", kari).right()).contains(new RecordId("" + persons[0]));
  }

  @Test
  void anotherNameEndsNothingAndTheReasonSaysSo() {
    int first = organisation("Solvang AS");
    int twin = organisation("Solvang AS");
    long customer = powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Solvang AS"));
    sweep("customers");
    webCrm().userEdits(ORGANISATIONS, twin, Map.of("OrganisationName", "Solvang Double"));
    sweep("customers");
    powerOffice().userEdits(CUSTOMERS, customer, Map.of("Name", "Solvang Oslo AS"));
    sweep("customers");
    company.fullSweep("customers");
    expectHeld(link("customers", customer));
    assertThat(link("customers", customer).hold().map(Hold::reason).map(Reason::text).orElseThrow())
        .contains("[" + first + ", " + twin + "]")
        .contains(
            "Another name does not end this; deleting, deactivating or linking the others does");
    assertThat(webCrm().records(ORGANISATIONS)).as("its own, and the two").hasSize(3);
  }

  @Test
  void readingTheTwinsAgainCostsOneCallASweepHoweverManyThereAre() {
    List<Integer> twins = new ArrayList<>();
    List<Long> customers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      organisation("Firma " + i);
      twins.add(organisation("Firma " + i));
      customers.add(powerOffice().userCreates(CUSTOMERS, Map.of("Name", "Firma " + i)));
    }
    sweep("customers");
    sweep("customers");
    assertThat(company.links("customers").all()).hasSize(60).allMatch(Link::held);
    company.alter(
        (request, answer) -> {
          requests += request.path().matches("(?i).*/(customers|queries|organisations.*)") ? 1 : 0;
          return answer;
        });
    for (int i = 0; i < 5; i++) {
      requests = 0;
      sweep("customers");
      assertThat(requests).as("two lists and one more").isLessThanOrEqualTo(3);
    }
    // One at the end and one at the beginning of what is read in turns.
    webCrm().userDeletes(ORGANISATIONS, twins.get(59));
    webCrm().userDeletes(ORGANISATIONS, twins.get(0));
    sweep("customers");
    assertThat(link("customers", customers.get(59)).active()).isTrue();
    assertThat(link("customers", customers.get(0)).active()).isTrue();
    assertThat(company.links("customers").all().stream().filter(Link::held)).hasSize(58);
  }
}
