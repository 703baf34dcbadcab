package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.ExecutorSettings;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a runtime takes a broker with effects outside into use, and lets go of it again. */
class BrokerOpeningTest {
  @TempDir private static Path folder;
  private static Path quiet;

  @BeforeAll
  static void compile() {
    quiet =
        new Strategies()
            .add("quiet", "Trigger.manual()", "return List.of(new Noop(\"nothing\"));")
            .build(folder.resolve("quiet.jar"));
  }

  /** A venue that says it holds a thousand dollars, and tells its past while it is opened. */
  private final class Outside implements Broker {
    private final BrokerFactory.Request request;
    private boolean closed;

    Outside(BrokerFactory.Request request) {
      this.request = request;
      request
          .events()
          .on(new BrokerEvent.Liquidated("l", "BTC", "before", request.timeline().now()));
    }

    @Override
    public Effects effects() {
      if (broken) {
        throw new IllegalStateException("does not say where it is");
      }
      return Effects.OUTSIDE;
    }

    @Override
    public List<OrderOutcome> submit(OrderBatch batch) {
      throw new AssertionError("nothing is sent");
    }

    @Override
    public VenueReport report(ReportRequest asked) {
      reports.add(asked);
      if (reports.size() > 1) {
        answering.join();
      }
      return new VenueReport(
          request.timeline().now(),
          Usd.of(1_000),
          List.of(),
          List.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of());
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private boolean broken;
  private final List<ReportRequest> reports = new CopyOnWriteArrayList<>();

  /** Until then every report but the first one hangs. */
  private final CompletableFuture<Boolean> answering = new CompletableFuture<>();

  private final List<Outside> opened = new ArrayList<>();
  private final BrokerFactory factory =
      new BrokerFactory() {
        @Override
        public String kind() {
          return "outside";
        }

        @Override
        public Broker open(Request request) {
          opened.add(new Outside(request));
          return opened.getLast();
        }
      };

  private static Replay market() {
    return Replay.of(TestFiles.bars(folder, 30, 7), "BTC");
  }

  @ParameterizedTest
  @EnumSource(names = {"SIMULATED", "PACED"})
  void refusesAVenueOutsideOnAMarketThatIsNotNow(dev.orrery.kernel.Timeline.Kind kind) {
    RuntimeBuilder builder = new Rig().over(quiet, market().on(kind)).accounts(vault -> factory);
    assertThatThrownBy(builder::build)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("trades at a venue outside, and the market's timeline is " + kind);
    assertThat(opened).singleElement().matches(broker -> broker.closed);
  }

  @Test
  void letsGoOfABrokerWhenTheRestCannotBeOpened() {
    broken = true;
    RuntimeBuilder builder = new Rig().over(quiet, market().wall()).accounts(vault -> factory);
    assertThatThrownBy(builder::build).isInstanceOf(RuntimeException.class);
    assertThat(opened).singleElement().matches(broker -> broker.closed);
  }

  @Test
  void hearsWhatABrokerTellsWhileItIsOpenedAndBeginsWithWhatItsVenueHolds() throws Exception {
    List<RuntimeFact> facts = new CopyOnWriteArrayList<>();
    Rig rig = new Rig();
    try (StrategyRuntime runtime =
        rig.over(quiet, market().wall()).accounts(vault -> factory).listener(facts::add).build()) {
      runtime.start();
      Await.until(() -> names(facts).contains(EventName.RECONCILED));
      assertThat(names(facts)).contains(EventName.LIQUIDATION);
      assertThat(names(facts)).doesNotContain(EventName.STATE_DRIFT);
      assertThat(runtime.strategies().getFirst().account().balance()).isEqualTo(Usd.of(1_000));
      assertThat(runtime.health().safeToTrade()).isFalse();
      assertThat(runtime.health().reasons()).anyMatch(reason -> reason.contains("liquidation"));
    }
    assertThat(opened).allMatch(broker -> broker.closed);
  }

  @Test
  void tellsInItsHealthThatABrokerHangsOnAReportUntilItHasCome() throws Exception {
    ExecutorSettings usual = ExecutorSettings.DEFAULTS;
    ExecutorSettings impatient =
        new ExecutorSettings(
            usual.markStaleAfter(),
            usual.orderTimeout(),
            usual.flushTimeout(),
            usual.answerTimeout(),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            usual.settleTime(),
            usual.clockSkew(),
            usual.balanceTolerance());
    String hangs = "quiet: its broker hangs on a report, the account is not compared";
    try (StrategyRuntime runtime =
        new Rig()
            .over(quiet, market().wall())
            .accounts(vault -> factory)
            .executor(impatient)
            .build()) {
      runtime.start();
      Await.until(() -> runtime.health().reasons().contains(hangs));
      answering.complete(true);
      Await.until(() -> !runtime.health().reasons().contains(hangs));
    } finally {
      answering.complete(true);
    }
  }

  private static List<EventName> names(List<RuntimeFact> facts) {
    return facts.stream()
        .filter(RuntimeFact.Logged.class::isInstance)
        .map(fact -> ((RuntimeFact.Logged) fact).name())
        .toList();
  }
}
