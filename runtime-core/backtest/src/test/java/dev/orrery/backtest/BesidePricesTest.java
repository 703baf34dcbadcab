package dev.orrery.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.value.Usd;
import dev.orrery.backtest.recorded.FundingRow;
import dev.orrery.backtest.recorded.RecordedEvent;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events, firings by hand and funding rates in a backtest. */
class BesidePricesTest {
  private static final long HOUR = 3_600_000;
  @TempDir private Path folder;
  private Replay market;

  @BeforeEach
  void write() throws Exception {
    double[][] bars = new double[8][];
    for (int i = 0; i < bars.length; i++) {
      bars[i] = new double[] {1000 + i, 1001 + i, 999 + i, 1000 + i};
    }
    market = Replay.of(Bars.hourly(folder.resolve("eight.csv"), bars), "BTC");
  }

  private static Instant hour(long hour) {
    return Instant.ofEpochMilli(Bars.START + hour * HOUR);
  }

  @Nested
  class Events {
    /** Says in a noop what woke it and at what price. */
    private Path listener() {
      return TestJar.jar()
          .source(
              "p.Listener",
              """
              package p;
              import dev.orrery.api.*;
              import dev.orrery.api.action.*;
              import java.util.*;
              public class Listener implements StrategyPlugin {
                @Override public String name() { return "listener"; }
                @Override public String vaultId() { return "v"; }
                @Override public List<Trigger> triggers() {
                  return List.of(Trigger.event("news"));
                }
                @Override public List<Action> decide(DecisionContext context) {
                  throw new IllegalStateException(context.now() + " "
                      + context.firing().payload().orElse("by hand") + " "
                      + context.market().mark("BTC").price());
                }
              }
              """)
          .service(StrategyPlugin.class, "p.Listener")
          .build(folder.resolve("listener.jar"));
    }

    @Test
    void reachWhoWaitsForThemAtTheirMoment() {
      BacktestResult result =
          Backtest.over(market)
              .jar(listener())
              .events(
                  List.of(
                      new RecordedEvent(Bars.START, "news", "too early"),
                      new RecordedEvent(hour(3).toEpochMilli(), "news", "first"),
                      new RecordedEvent(hour(3).toEpochMilli(), "weather", "not for it"),
                      new RecordedEvent(hour(5).toEpochMilli() + 1, "news", "second"),
                      new RecordedEvent(hour(9).toEpochMilli(), "news", "too late")))
              .run();
      // The bar that closes at the very instant of the event is there.
      assertThat(result.notes())
          .contains("2 events lie outside of what is played")
          .anyMatch(note -> note.contains("2024-03-01T03:00:00Z first 1002"));
    }

    @Test
    void firingsByHandNeedNoTrigger() {
      BacktestResult result =
          Backtest.over(market).jar(listener()).fire(hour(2).plusMillis(500), null).run();
      assertThat(result.notes())
          .anyMatch(note -> note.contains("2024-03-01T02:00:00.500Z by hand 1001"));
      assertThat(
              Backtest.over(market).jar(listener()).fire(hour(2), "paid").run().notes().getFirst())
          .contains("2024-03-01T02:00:00Z paid 1001");
    }
  }

  @Nested
  class Funding {
    /** Ten coins at the first close, held. */
    private Path holder() {
      return Jars.jar(
          folder.resolve("holder.jar"),
          "holder",
          "HOUR",
          """
          context.record("rate", context.market().funding("BTC")
              .map(f -> f.hourlyRate().doubleValue()).orElse(-1.0));
          return bar > 0 ? noop() : List.of(PlaceOrder.buy("BTC", OrderSize.of("1"),
              OrderTerms.market(), "in"));
          """);
    }

    /** One coin over seven hours: at each the price of the hour times the rate of the hour. */
    @Test
    void isPaidByTheRateAndPriceOfEachHour() {
      List<FundingRow> rates =
          List.of(
              new FundingRow(hour(0).toEpochMilli(), 0.5), // before the first row
              new FundingRow(hour(2).toEpochMilli(), 0.001),
              new FundingRow(hour(3).toEpochMilli(), -0.002),
              // nothing of 04:00: what was told last holds
              new FundingRow(hour(5).toEpochMilli(), 0),
              new FundingRow(hour(6).toEpochMilli(), 0.0001),
              new FundingRow(hour(7).toEpochMilli(), 0.0001),
              new FundingRow(hour(8).toEpochMilli(), 0.0001));
      BacktestResult result = Backtest.over(market).jar(holder()).funding("BTC", rates).run();
      assertThat(result.figures().funding())
          .isEqualTo(
              Usd.of("-1.001") // 1 × 1001 × 0.001
                  .plus(Usd.of("2.004")) // 1 × 1002 × 0.002
                  .plus(Usd.of("2.006"))
                  .minus(Usd.of("0.1005"))
                  .minus(Usd.of("0.1006"))
                  .minus(Usd.of("0.1007")));
    }

    @Test
    void ofTheAccountsOwnRateChangesNothing() {
      List<FundingRow> rates = new ArrayList<>();
      for (int hour = 0; hour <= 8; hour++) {
        rates.add(new FundingRow(hour(hour).toEpochMilli(), 0.0000125));
      }
      BacktestResult without = Backtest.over(market).jar(holder()).run();
      BacktestResult with = Backtest.over(market).jar(holder()).funding("BTC", rates).run();
      assertThat(with.figures()).isEqualTo(without.figures());
      assertThat(with.trips()).isEqualTo(without.trips());
    }

    @Test
    void ofAnotherSymbolIsRefused() {
      assertThatThrownBy(() -> Backtest.over(market).jar(holder()).funding("ETH", List.of()).run())
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("funding of ETH: is of no symbol of the market (it has BTC)");
    }
  }
}
