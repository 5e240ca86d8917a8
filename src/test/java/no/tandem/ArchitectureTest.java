package no.tandem;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import no.tandem.sync.RunLease;
import no.tandem.sync.link.History;
import no.tandem.sync.link.Links;
import no.tandem.sync.link.PairStore;
import no.tandem.sync.link.RunState;
import no.tandem.sync.proposal.Proposals;
import no.tandem.sync.round.Owners;
import no.tandem.sync.side.Bulk;
import no.tandem.sync.side.Side;
import no.tandem.sync.side.UnmappedFields;

/** What may know what. */
@AnalyzeClasses(packages = "no.tandem", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PAIRS = {
    "no.tandem.customers..",
    "no.tandem.departments..",
    "no.tandem.contactpersons..",
    "no.tandem.supplierpersons.."
  };

  private static final String[] ENGINE_PACKAGES = {
    "no.tandem.sync",
    "no.tandem.sync.side",
    "no.tandem.sync.pair",
    "no.tandem.sync.link",
    "no.tandem.sync.report",
    "no.tandem.sync.proposal",
    "no.tandem.sync.detect",
    "no.tandem.sync.plan",
    "no.tandem.sync.apply",
    "no.tandem.sync.round"
  };

  @ArchTest
  static final ArchRule THE_ENGINE_KNOWS_ONLY_THE_JDK =
      classes()
          .that()
          .resideInAPackage("no.tandem.sync..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("no.tandem.sync..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule THE_ENGINE_HAS_NO_CLOCK_OF_ITS_OWN =
      noClasses()
          .that()
          .resideInAPackage("no.tandem.sync..")
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC");

  /** Each package of the engine knows only those below it. */
  @ArchTest
  static final ArchRule THE_ENGINE_KNOWS_ONLY_WHAT_IS_BELOW =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("side")
          .definedBy("no.tandem.sync.side")
          .layer("pair")
          .definedBy("no.tandem.sync.pair")
          .layer("link")
          .definedBy("no.tandem.sync.link")
          .layer("report")
          .definedBy("no.tandem.sync.report")
          .layer("proposal")
          .definedBy("no.tandem.sync.proposal")
          .layer("detect")
          .definedBy("no.tandem.sync.detect")
          .layer("plan")
          .definedBy("no.tandem.sync.plan")
          .layer("apply")
          .definedBy("no.tandem.sync.apply")
          .layer("round")
          .definedBy("no.tandem.sync.round")
          .layer("front")
          .definedBy("no.tandem.sync")
          .whereLayer("side")
          .mayNotAccessAnyLayer()
          .whereLayer("pair")
          .mayOnlyAccessLayers("side")
          .whereLayer("link")
          .mayOnlyAccessLayers("side")
          .whereLayer("report")
          .mayOnlyAccessLayers("side", "link")
          .whereLayer("proposal")
          .mayOnlyAccessLayers("side", "link")
          .whereLayer("detect")
          .mayOnlyAccessLayers("side", "pair", "link", "report")
          .whereLayer("plan")
          .mayOnlyAccessLayers("side", "pair", "link", "report", "proposal", "detect")
          .whereLayer("apply")
          .mayOnlyAccessLayers("side", "pair", "link", "report", "proposal", "detect", "plan")
          .whereLayer("round")
          .mayOnlyBeAccessedByLayers("front")
          .whereLayer("front")
          .mayNotBeAccessedByAnyLayer();

  /** Every package of it is one of those. */
  @ArchTest
  static final ArchRule THE_ENGINE_HAS_NO_OTHER_PACKAGES =
      classes()
          .that()
          .resideInAPackage("no.tandem.sync..")
          .should()
          .resideInAnyPackage(ENGINE_PACKAGES);

  /** Java's own ways leave no-break spaces and zero-width characters; Text alone knows them. */
  @ArchTest
  static final ArchRule VALUES_ARE_TRIMMED_BY_TEXT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "no.tandem.sync..",
              "no.tandem.customers..",
              "no.tandem.departments..",
              "no.tandem.persons..",
              "no.tandem.contactpersons..",
              "no.tandem.supplierpersons..",
              "no.tandem.settings..",
              "no.tandem.functions..",
              "no.tandem.operator..")
          .should()
          .callMethodWhere(
              target(owner(assignableTo(String.class)))
                  .and(target(nameMatching("strip|stripLeading|stripTrailing|trim|isBlank"))));

  /** Transitively: nor does anything that they make use of. */
  @ArchTest
  static final ArchRule WHAT_DECIDES_CANNOT_WRITE =
      noClasses()
          .that()
          .resideInAnyPackage("no.tandem.sync.detect", "no.tandem.sync.plan")
          .should()
          .transitivelyDependOnClassesThat()
          .belongToAnyOf(
              Side.class,
              Bulk.class,
              UnmappedFields.class,
              Links.class,
              History.class,
              RunState.class,
              PairStore.class,
              Proposals.class,
              Owners.class,
              RunLease.class);

  @ArchTest
  static final ArchRule ONLY_APPLYING_WRITES_TO_A_SYSTEM =
      noClasses()
          .that()
          .resideInAPackage("no.tandem.sync..")
          .and()
          .resideOutsideOfPackages("no.tandem.sync.side", "no.tandem.sync.apply")
          .should()
          .callMethodWhere(
              target(
                      owner(
                          assignableTo(Side.class)
                              .or(assignableTo(Bulk.class))
                              .or(assignableTo(UnmappedFields.class))))
                  .and(target(nameMatching("create|update|bulk|putBack"))));

  @ArchTest
  static final ArchRule VENDORS_KNOW_TWO_ROOMS_OF_THE_ENGINE =
      noClasses()
          .that()
          .resideInAnyPackage("no.tandem.poweroffice..", "no.tandem.webcrm..", "no.tandem.remote..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("no.tandem.sync..")
                  .and(not(resideInAnyPackage("no.tandem.sync.side", "no.tandem.sync.pair"))));

  @ArchTest
  static final ArchRule PAIRS_DO_NOT_SEE_EACH_OTHER =
      slices()
          .matching("no.tandem.(customers|departments|contactpersons|supplierpersons)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule VENDORS_DO_NOT_SEE_EACH_OTHER =
      slices().matching("no.tandem.(poweroffice|webcrm)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule VENDORS_DO_NOT_SEE_PAIRS_OR_STORE =
      noClasses()
          .that()
          .resideInAnyPackage("no.tandem.poweroffice..", "no.tandem.webcrm..", "no.tandem.remote..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "no.tandem.customers..",
              "no.tandem.departments..",
              "no.tandem.contactpersons..",
              "no.tandem.supplierpersons..",
              "no.tandem.functions..",
              "no.tandem.links..");

  @ArchTest
  static final ArchRule ONLY_THE_LINK_STORE_KNOWS_DYNAMODB =
      noClasses()
          .that(not(resideInAPackage("no.tandem.links..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk.services.dynamodb..");

  @ArchTest
  static final ArchRule ONLY_STORE_QUEUES_AND_SETTINGS_KNOW_AWS =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "no.tandem.links..", "no.tandem.queue..", "no.tandem.settings..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule ONLY_FUNCTIONS_KNOW_FUNQY =
      noClasses()
          .that(not(simpleNameEndingWith("Function")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.quarkus.funqy..");

  @ArchTest
  static final ArchRule NOTHING_KNOWS_WHAT_IS_LOCAL =
      noClasses()
          .that(not(resideInAPackage("no.tandem.local..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("no.tandem.local..");

  @ArchTest
  static final ArchRule THE_CORE_DOES_NOT_KNOW_HTTP_SERVERS =
      noClasses()
          .that(not(resideInAnyPackage("no.tandem.local..", "no.tandem.http..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.ext..", "io.quarkus.qute..", "com.sun.net..");

  @ArchTest
  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().matching("no.tandem.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FUNCTIONS_ARE_IN_THE_PAIRS_OR_SERVE_THEM =
      classes()
          .that()
          .haveSimpleNameEndingWith("Function")
          .should()
          .resideInAnyPackage(
              Stream.concat(
                      Stream.of(PAIRS),
                      Stream.of(
                          "no.tandem.operator..", "no.tandem.webhook..", "no.tandem.schedule.."))
                  .toArray(String[]::new));
}
