package dev.orrery.broker.hyperliquid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Quantity;
import dev.orrery.broker.contract.Bench;
import dev.orrery.broker.contract.ScenarioRun;
import dev.orrery.exchange.fault.Standing;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.executor.reconcile.Correction.Kind;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/**
 * The broker contract with each fault of the exchange on in turn. A scenario holds, unless the
 * fault came and is one that shows; and whatever came, in the end there is one truth: ledger and
 * exchange agree to the last digit, nothing was placed twice, and no fill is missing or told twice.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ContractUnderFaultsTest {
  /** An entry with both exits, and a flip: every way of the broker in two scenarios. */
  private static final List<String> SHORT = List.of("C39", "C47");

  /** To look at a few of them again: patterns of what they are called. */
  private static final String FAULTS = System.getProperty("orrery.contract.faults", ".*");

  private static final String SCENARIOS = System.getProperty("orrery.contract.scenarios", ".*");

  /** In this one somebody else places an order. */
  private static final String ELSEWHERE = "C86";

  static Stream<Arguments> some() {
    return matrix(SHORT);
  }

  static Stream<Arguments> all() {
    return matrix(List.copyOf(ScenarioRun.ids()));
  }

  private static Stream<Arguments> matrix(List<String> scenarios) {
    return VenueFault.ALL.stream()
        .filter(fault -> fault.toString().matches(FAULTS))
        .flatMap(fault ->
            scenarios.stream()
                .filter(scenario -> scenario.matches(SCENARIOS))
                .map(scenario -> Arguments.of(fault, scenario)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("some")
  void ends(VenueFault fault, String scenario) throws IOException {
    run(fault, scenario);
  }

  @Tag("certify")
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("all")
  void endsWhateverTheScenario(VenueFault fault, String scenario) throws IOException {
    run(fault, scenario);
  }

  private static void run(VenueFault fault, String scenario) throws IOException {
    LocalVenueHarness harness = new LocalVenueHarness(60);
    try (Bench bench = new Bench(harness)) {
      harness.fault(fault.json());
      if (fault.shows()) {
        // What the fault took will not come: neither news nor quiet is waited for long.
        harness.settleAtMost(Duration.ofMillis(500));
        harness.patience(Duration.ofSeconds(3));
      }
      try {
        ScenarioRun.run(scenario, bench);
      } catch (TestAbortedException e) {
        throw e; // The venue lacks something, and says so.
      } catch (RuntimeException | AssertionError e) {
        if (!fault.shows() || came(harness) == 0) {
          throw e;
        }
      }
      harness.wellAgain();
      harness.patience(Duration.ofSeconds(60));
      oneTruth(harness, bench, scenario.equals(ELSEWHERE));
    }
  }

  private static long came(LocalVenueHarness harness) {
    return harness.exchange().faults().standing().stream().mapToLong(Standing::come).sum();
  }

  private static void oneTruth(LocalVenueHarness harness, Bench bench, boolean elsewhere) {
    List<Correction> left = new CopyOnWriteArrayList<>();
    try {
      bench.until("book and venue agree", () -> agrees(bench, left, elsewhere));
    } catch (AssertionError e) {
      throw new AssertionError("they differ in " + left, e);
    }
    VenueReport report = report(bench);
    assertThat(bench.held()).isEqualTo(bench.reported(report));
    assertThat(bench.state().money().balance()).isEqualTo(report.balance());
    List<Fill> fills = report.fills();
    assertThat(fills).extracting(Fill::fillId).doesNotHaveDuplicates();
    Map<String, Quantity> filled = new HashMap<>();
    fills.forEach(
        it -> filled.merge(it.clientOrderId().value(), it.quantity(), (a, b) -> a.plus(b)));
    harness
        .ordered()
        .forEach((name, records) -> {
          // A change leaves a cancelled order behind; two that were not cancelled are one too many.
          assertThat(records.stream().filter(ContractUnderFaultsTest::isTaken))
              .as("orders placed as " + name)
              .hasSizeLessThanOrEqualTo(1);
          BigDecimal size = records.getFirst().order().origSz();
          if (records.size() == 1 && size != null) {
            assertThat(filled.getOrDefault(name, Quantity.ZERO))
                .as("what filled of " + name)
                .isLessThanOrEqualTo(new Quantity(size));
          }
        });
  }

  /** The broker asks for no more than the venue allows, and many were asked for until now. */
  private static VenueReport report(Bench bench) {
    AtomicReference<@Nullable VenueReport> report = new AtomicReference<>();
    bench.until(
        "the venue answers",
        () -> {
          try {
            report.set(bench.report());
            return true;
          } catch (BrokerException e) {
            return false;
          }
        });
    return Objects.requireNonNull(report.get());
  }

  private static boolean isTaken(OrderRecord record) {
    return record.state() == OrderState.FILLED || !record.state().isFinal();
  }

  /** What can be explained is booked; what cannot must not be there. */
  private static boolean agrees(Bench bench, List<Correction> left, boolean elsewhere) {
    try {
      List<Correction> found = bench.compare();
      left.clear();
      left.addAll(found);
      // What somebody else has placed is taken in, as the scenario itself does.
      if (found.stream()
          .noneMatch(it -> it.isDrift() && !(elsewhere && it.kind() == Kind.FOREIGN_ORDER))) {
        bench.reconcile();
      }
      return found.isEmpty();
    } catch (BrokerException e) {
      return false; // It may still be away.
    }
  }
}
