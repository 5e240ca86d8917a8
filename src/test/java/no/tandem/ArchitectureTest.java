package no.tandem;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import no.tandem.sync.Bulk;
import no.tandem.sync.Bystanders;
import no.tandem.sync.Links;
import no.tandem.sync.Owners;
import no.tandem.sync.Proposals;
import no.tandem.sync.RunLease;
import no.tandem.sync.Side;

/** What may know what. */
@AnalyzeClasses(packages = "no.tandem", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PAIRS = {
    "no.tandem.customers..",
    "no.tandem.departments..",
    "no.tandem.contactpersons..",
    "no.tandem.supplierpersons.."
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
  static final ArchRule THE_ENGINE_ASKS_NOBODY_FOR_THE_TIME =
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

  /** Transitively: nor does anything that they make use of. */
  @ArchTest
  static final ArchRule WHAT_DECIDES_CANNOT_WRITE =
      noClasses()
          .that()
          .haveNameMatching(
              "no\\.tandem\\.sync\\.(Survey|ListingCheck|Decider|Truth|Newcomers|Counterparts"
                  + "|Matcher|Precedence|Reconciler|PropertyMerge|Witness|Intended|Sources"
                  + "|RecordReader|LinkReader|OwnerReader)(\\$.*)?")
          .should()
          .transitivelyDependOnClassesThat()
          .belongToAnyOf(
              Side.class,
              Bulk.class,
              Bystanders.class,
              Links.class,
              Proposals.class,
              Owners.class,
              RunLease.class);

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
