package dev.orrery.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The arrows of the house, each with its reason, and what holds everywhere. This module sees all
 * others, so it is the one that can say it.
 */
class ModuleBoundariesTest {
  private static final String BASE = "dev.orrery.";

  /** What everybody may use besides what an arrow allows. */
  private static final String[] COMMON = {
    "java..", "javax..", "jdk..", "org.jspecify..", "org.slf4j..", "jakarta.validation.."
  };

  private static JavaClasses house;

  /**
   * A module, as a package with everything below it.
   *
   * @param sees the modules it may use
   * @param because why no others
   */
  record Module(String name, List<String> sees, String because) {
    String packages() {
      return BASE + name + "..";
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Module module(String name, String because, String... sees) {
    return new Module(name, List.of(sees), because);
  }

  static Stream<Module> modules() {
    return Stream.of(
        module("api", "authors compile against it and nothing else"),
        module("kernel", "a keeper without keys shares it: no trading word"),
        module("testkit", "an author tests a strategy without a runtime", "api"),
        module("config", "records are made before anything that is configured", "kernel"),
        module("database", "PostgreSQL itself knows nothing of what is kept in it", "kernel"),
        module("market", "prices are the same whoever trades on them", "api", "kernel"),
        module("parquet", "a library for files is no business of the market's", "market", "kernel"),
        module("trigger", "what fires need not know who decides", "api", "kernel", "market"),
        module(
            "executor", "every broker inherits it: it must stay small", "api", "kernel", "market"),
        module("broker.margin", "arithmetic of an account holds with any runtime", "api"),
        module(
            "broker.contract",
            "a broker of others is judged by the port alone",
            "executor",
            "api",
            "kernel",
            "market"),
        module(
            "broker.paper",
            "a passive state machine behind the port",
            "executor",
            "broker.margin",
            "api",
            "kernel",
            "market"),
        module(
            "hyperliquid",
            "a broker and a local exchange share it, and neither may see the other's side",
            "kernel"),
        module(
            "broker.hyperliquid",
            "what the venue says is turned into our words here, for any runtime",
            "executor",
            "hyperliquid",
            "api",
            "kernel",
            "market"),
        module(
            "exchange",
            "a rehearsal must not share the actor's judgement: it does not see the executor",
            "hyperliquid",
            "broker.margin",
            "api",
            "kernel",
            "market"),
        module(
            "runtime",
            "it runs with any store and any broker",
            "api",
            "kernel",
            "config",
            "market",
            "executor",
            "trigger"),
        module(
            "store",
            "it fills the runtime's ports and decides nothing",
            "database",
            "trigger",
            "executor",
            "runtime",
            "api",
            "kernel",
            "market"),
        module(
            "backtest",
            "it plays and runs again what is recorded and keeps nothing: no store, no daemon",
            "runtime",
            "broker.paper",
            "trigger",
            "api",
            "kernel",
            "config",
            "market",
            "executor"),
        module(
            "deployment",
            "a control plane shares it and loads no strategy",
            "kernel",
            "config",
            "database"),
        module(
            "runner",
            "the one assembly of a process; commands print, it does not",
            "runtime",
            "store",
            "deployment",
            "broker.paper",
            "broker.hyperliquid",
            "hyperliquid",
            "api",
            "kernel",
            "config",
            "market",
            "executor",
            "trigger",
            "database"),
        module(
            "control",
            "it holds everyone's keys, so it loads no strategy and sees no runtime",
            "kernel",
            "config",
            "database",
            "deployment",
            "hyperliquid"));
  }

  @BeforeAll
  static void readTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.orrery");
  }

  @Test
  void knowsEveryModule() {
    List<String> known =
        Stream.concat(modules().map(Module::name), Stream.of("cli", "strategy")).toList();
    assertThat(house)
        .allMatch(
            type -> known.stream().anyMatch(name -> type.getPackageName().startsWith(BASE + name)));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void seesOnlyWhatItsArrowsAllow(Module module) {
    String[] allowed =
        Stream.concat(
                Stream.of(module.packages()), module.sees().stream().map(s -> BASE + s + ".."))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(module.packages())
        .should()
        .dependOnClassesThat(resideInAPackage("dev.orrery..").and(not(resideInAnyPackage(allowed))))
        .because(module.because())
        .check(house);
  }

  @Test
  void authorsNeedNothingButTheApi() {
    classes()
        .that()
        .resideInAPackage("dev.orrery.api..")
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("dev.orrery.api..").or(resideInAnyPackage(COMMON)))
        .because("a type of a library in a signature would bind every strategy to its version")
        .check(house);
  }

  @Test
  void strategiesSeeTheApiAndNothingElseOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("dev.orrery.strategy..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.orrery..")
                .and(not(resideInAnyPackage("dev.orrery.api..", "dev.orrery.strategy.."))))
        .because("at run time a plugin's class loader has nothing else to offer")
        .check(house);
  }

  @Test
  void theExecutorHasNoLibrary() {
    classes()
        .that()
        .resideInAnyPackage("dev.orrery.executor..", "dev.orrery.kernel..", "dev.orrery.market..")
        .should()
        .onlyDependOnClassesThat(resideInAPackage("dev.orrery..").or(resideInAnyPackage(COMMON)))
        .because("every broker inherits what these depend on")
        .check(house);
  }

  @Test
  void sqlLivesWithDatabaseStoreAndTables() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.orrery.database..", "dev.orrery.store..")
        .and(are(not(TABLES_OF_CONTROL)))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.jdbi..")
                .and(not(name("org.jdbi.v3.core.JdbiException"))))
        .orShould()
        .callMethod("dev.orrery.database.Database", "jdbi")
        .orShould()
        .callMethod("dev.orrery.database.Database", "dataSource")
        .because("one schema, one history: what writes there is found in one place")
        .check(house);
  }

  /**
   * What may speak SQL in control: tables, and {@code Rows}, which reads their columns. That the
   * database is gone ({@code JdbiException}) is news for everybody.
   */
  private static final DescribedPredicate<JavaClass> TABLES_OF_CONTROL =
      resideInAnyPackage("dev.orrery.deployment..", "dev.orrery.runner..", "dev.orrery.control..")
          .and(nameMatching(".*Table(\\$.*)?").or(name("dev.orrery.deployment.Rows")))
          .as("tables of control");

  @Test
  void onlyTheWallTimelineReadsTheClock() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.orrery.kernel.WallTimeline")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callConstructor(Date.class)
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .because("time comes in through a timeline, or a run could not be run again")
        .check(house);
  }

  @Test
  void theWorldsClockIsHandedInAtTheEdges() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.orrery.kernel.WallTimeline")
        .and()
        .doNotHaveFullyQualifiedName("dev.orrery.runtime.RuntimeBuilder")
        .and()
        .doNotHaveFullyQualifiedName("dev.orrery.runner.HostSettings")
        .and()
        .doNotHaveFullyQualifiedName("dev.orrery.exchange.ExchangeBuilder")
        .and()
        .resideOutsideOfPackage("dev.orrery.cli..")
        .should()
        .callMethod(InstantSource.class, "system")
        .because("only defaults of an assembly, and commands, may choose the world's clock")
        .check(house);
  }

  @Test
  void nobodyPrintsButTheCommand() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.orrery.cli..")
        .and()
        .doNotHaveFullyQualifiedName("dev.orrery.runtime.isolation.PluginOutput")
        .and()
        .doNotHaveFullyQualifiedName("dev.orrery.strategy.regime.Train")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .because(
            "standard output belongs to data and feed; a library logs, and what plugins print is"
                + " taken away by PluginOutput alone; Train is a program of its own")
        .check(house);
  }

  @Test
  void nobodyEndsTheProcessButTheCommand() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.orrery.cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .because("a runtime may be one of several things in a process")
        .check(house);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api",
        "market",
        "trigger",
        "executor",
        "hyperliquid",
        "exchange",
        "runtime",
        "config",
        "runner",
        "control",
        "cli"
      })
  void packagesOfAModuleHaveNoCycles(String module) {
    slices()
        .assignedFrom(roomsOf(module))
        .should()
        .beFreeOfCycles()
        .because("a package that needs itself by a detour cannot be read by itself")
        .allowEmptyShould(true)
        .check(house);
  }

  private static SliceAssignment roomsOf(String module) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName();
        if (!(name + ".").startsWith(BASE + module + ".")) {
          return SliceIdentifier.ignore();
        }
        String room = name.substring(BASE.length()).replaceAll("(\\.\\w+)\\..*", "$1");
        return SliceIdentifier.of(room);
      }

      @Override
      public String getDescription() {
        return "packages of " + module;
      }
    };
  }
}
