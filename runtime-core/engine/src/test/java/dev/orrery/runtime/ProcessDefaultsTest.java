package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the whole process shares stays as it was; by reflection, for a scan would see the rest. */
class ProcessDefaultsTest {
  private static final String GATE = "orrery.test.defaults";
  private static final String LOCALE =
      "Locale.class.getMethod(\"setDefault\", Locale.class).invoke(null, Locale.GERMANY);";
  private static final String FORMAT =
      "Locale.class.getMethod(\"setDefault\", Locale.Category.class, Locale.class)"
          + ".invoke(null, Locale.Category.FORMAT, Locale.FRANCE);";
  private static final String ZONE =
      "TimeZone.class.getMethod(\"setDefault\", TimeZone.class)"
          + ".invoke(null, TimeZone.getTimeZone(\"Asia/Tokyo\"));";
  private static final String HANDLER =
      "Thread.class.getMethod(\"setDefaultUncaughtExceptionHandler\","
          + " Thread.UncaughtExceptionHandler.class)"
          + ".invoke(null, (Thread.UncaughtExceptionHandler) (thread, e) -> {});";

  @TempDir private Path folder;
  private final Locale locale = Locale.getDefault();
  private final Locale format = Locale.getDefault(Locale.Category.FORMAT);
  private final TimeZone zone = TimeZone.getDefault();
  private final Thread.UncaughtExceptionHandler handler =
      Thread.getDefaultUncaughtExceptionHandler();

  @AfterEach
  void putBack() {
    Locale.setDefault(locale);
    Locale.setDefault(Locale.Category.FORMAT, format);
    TimeZone.setDefault(zone);
    Thread.setDefaultUncaughtExceptionHandler(handler);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        LOCALE + "|default locale to de_DE",
        FORMAT + "|default locale to fr_FR",
        ZONE + "|default time zone to Asia/Tokyo",
        HANDLER + "|default handler of uncaught exceptions to p.S",
        LOCALE + ZONE + "|default locale to de_DE and default time zone to Asia/Tokyo",
      })
  void arePutBackAndTheDecisionFails(String change, String cause) {
    try (Street street = new Street(folder).strategy("bad", change + " return noop();").open()) {
      DecisionRecord decision = street.decide("bad");
      assertThat(decision.verdict()).isEqualTo(Verdict.FAILED);
      assertThat(decision.reasons())
          .singleElement()
          .asString()
          .startsWith("changed the process's " + cause);
      areAsTheyWere();
      street.neighbourTicksOn();
    }
  }

  @Test
  void theNameOfAThreadIsPutBack() {
    String rename = "Thread.currentThread().setName(\"renamed by a strategy\"); return noop();";
    try (Street street = new Street(folder).strategy("bad", rename).open()) {
      assertThat(street.decide("bad").verdict()).isEqualTo(Verdict.NOOP);
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("renamed by a strategy");
    }
  }

  @Test
  void areNotHeldAgainstANeighbourWhoDecidedMeanwhile() {
    try (Street street =
        new Street(folder)
            .strategy("bad", LOCALE + " for (;;) { Thread.sleep(5); }")
            .deadline(Duration.ofSeconds(3))
            .open()) {
      street.fire("bad");
      street.neighbourTicksOn();
      Await.until(
          () ->
              street.events("bad").contains("process_default_changed")
                  || street.events("bad").contains("tick_failed"),
          Street.LONG);
      assertThat(Locale.getDefault()).isEqualTo(locale);
    }
  }

  @Test
  void areNotHeldAgainstOneWhoWasThereWhenTwoOthersChangedThem() {
    Semaphore gate = new Semaphore(0);
    System.getProperties().put(GATE, gate);
    try (Street street =
        new Street(folder)
            .strategy(
                "slow", "Semaphore gate = shared(\"" + GATE + "\"); gate.acquire(); return noop();")
            .strategy("one", LOCALE + " return noop();")
            .strategy("two", ZONE + " return noop();")
            .deadline(Street.LONG)
            .open()) {
      String slow = street.fire("slow");
      Await.until(gate::hasQueuedThreads, Street.LONG); // within its code by then
      assertThat(street.decide("one").verdict()).isEqualTo(Verdict.NOOP);
      assertThat(street.decide("two").verdict()).isEqualTo(Verdict.NOOP);
      areAsTheyWere();
      gate.release();
      Await.until(() -> street.status("slow").underWay() == 0, Street.LONG);
      assertThat(street.found(slow).verdict()).isEqualTo(Verdict.NOOP);
      assertThat(street.status("slow").state()).isEqualTo("running");
      assertThat(street.decide("one").reasons().getFirst()).endsWith("default locale to de_DE");
      assertThat(street.decide("two").reasons().getFirst()).endsWith("time zone to Asia/Tokyo");
    } finally {
      System.getProperties().remove(GATE);
    }
  }

  @Test
  void aHandlerTellsWhoseItIsThoughAnotherDecides() {
    withAnother(
        "Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {}); return noop();",
        street -> {
          assertThat(street.decide("allowed").verdict()).isEqualTo(Verdict.FAILED);
          areAsTheyWere();
        });
  }

  @Test
  void ofTwoThatAreAlwaysThereItIsTheOneThatMayDoIt() {
    withAnother(
        "Locale.setDefault(Locale.GERMANY); return noop();",
        street -> {
          assertThat(street.decide("allowed").verdict()).isEqualTo(Verdict.NOOP);
          assertThat(street.decide("allowed").reasons().getFirst())
              .endsWith("default locale to de_DE");
          areAsTheyWere();
        });
  }

  /** The second is of a jar that may do what it does, and decides while the other one does. */
  private void withAnother(String decide, Consumer<Street> then) {
    Semaphore gate = new Semaphore(0);
    System.getProperties().put(GATE, gate);
    Path jar =
        new Strategies()
            .add("allowed", "Trigger.manual()", decide)
            .build(folder.resolve("allowed.jar"));
    Set<Refusal> calls = Set.of(Refusal.DEFAULT_LOCALE, Refusal.DEFAULT_EXCEPTION_HANDLER);
    try (Street street =
        new Street(folder)
            .strategy(
                "slow", "Semaphore gate = shared(\"" + GATE + "\"); gate.acquire(); return noop();")
            .deadline(Street.LONG)
            .open(builder -> {
              builder.pluginLimits = PluginLimits.DEFAULT.allowing(Map.of("allowed.jar", calls));
              builder.plugin(jar);
            })) {
      String slow = street.fire("slow");
      Await.until(gate::hasQueuedThreads, Street.LONG); // within its code by then
      then.accept(street);
      gate.release();
      Await.until(() -> street.status("slow").underWay() == 0, Street.LONG);
      assertThat(street.found(slow).verdict()).isEqualTo(Verdict.NOOP);
      assertThat(street.status("slow").state()).isEqualTo("running");
    } finally {
      System.getProperties().remove(GATE);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {LOCALE + "|de_DE", ZONE + "|Asia/Tokyo"})
  void arePutBackOnASimulatedMarketToo(String change, String to) throws Exception {
    Path jar =
        new Strategies()
            .add(
                "bad",
                "Trigger.everySeconds(60)",
                "if (++calls == 3) { " + change + " } Thread.sleep(15); return noop();",
                "static int calls;")
            .build(folder.resolve("changing.jar"));
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 9, 23), "BTC").simulated();
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      Rig.play(runtime);
    }
    assertThat(rig.decisions("bad"))
        .filteredOn(decision -> decision.verdict() == Verdict.FAILED)
        .hasSize(1)
        .allMatch(decision -> decision.reasons().getFirst().endsWith(to));
    areAsTheyWere();
  }

  @Test
  void areTheHostsToChange() {
    try (Street street = new Street(folder).strategy("bad", "return noop();").open()) {
      Await.until(() -> street.rig.decisions("good").size() >= 1, Street.LONG);
      TimeZone.setDefault(TimeZone.getTimeZone("Europe/Zurich"));
      assertThat(street.decide("bad").verdict()).isEqualTo(Verdict.NOOP);
      street.neighbourTicksOn();
      assertThat(TimeZone.getDefault().getID()).isEqualTo("Europe/Zurich");
    }
  }

  private void areAsTheyWere() {
    assertThat(Locale.getDefault()).isEqualTo(locale);
    assertThat(Locale.getDefault(Locale.Category.FORMAT)).isEqualTo(format);
    assertThat(TimeZone.getDefault()).isEqualTo(zone);
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
  }
}
