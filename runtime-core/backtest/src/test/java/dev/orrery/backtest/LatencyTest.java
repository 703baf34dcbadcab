package dev.orrery.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.market.replay.Replay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orders that are on their way for a while, worked out by hand.
 *
 * <pre>
 * close  O    H    L    C
 * 01:00  1000 1000 1000 1000  decides
 * 02:00  1000 1010  980 1010  goes through 990
 * 03:00  1010 1020 1005 1020
 * 04:00  1020 1030  980 1030  goes through 990
 * </pre>
 */
class LatencyTest {
  @TempDir private Path folder;
  private Replay market;

  @BeforeEach
  void write() throws Exception {
    double[][] bars = {
      {1000, 1000, 1000, 1000},
      {1000, 1010, 980, 1010},
      {1010, 1020, 1005, 1020},
      {1020, 1030, 980, 1030}
    };
    market = Replay.of(Bars.hourly(folder.resolve("four.csv"), bars), "BTC");
  }

  private BacktestResult run(Duration latency, String decide) {
    Path jar = Jars.jar(folder.resolve("late.jar"), "late", "HOUR", decide);
    return Backtest.over(market)
        .jar(jar)
        .account(
            PaperSettings.builder()
                .slippageBps("0")
                .takerFee("0")
                .makerFee("0")
                .hourlyFundingRate("0")
                .latency(latency)
                .build())
        .run();
  }

  private List<String> entries(Duration latency, String decide) {
    return run(latency, decide).trips().stream()
        .map(trip -> trip.openedAt() + " " + trip.entry())
        .toList();
  }

  private static String once(String terms) {
    return "return bar > 0 ? noop() : List.of(PlaceOrder.buy(\"BTC\", OrderSize.of(\"1\"), "
        + terms
        + ", \"in\"));";
  }

  @Test
  void anOrderAtTheMarketMeetsThePriceOfItsArrival() {
    String market = once("OrderTerms.market()");
    assertThat(entries(Duration.ZERO, market)).containsExactly("2024-03-01T01:00:00Z 1000");
    assertThat(entries(Duration.ofMillis(250), market))
        .containsExactly("2024-03-01T01:00:00.250Z 1000");
    assertThat(entries(Duration.ofMinutes(60), market))
        .containsExactly("2024-03-01T02:00:00Z 1010");
    assertThat(run(Duration.ofMinutes(59), market).figures().endEquity().toString())
        .startsWith("10030");
  }

  /** The bar that opened at the decision counts for an order that arrives within it. */
  @Test
  void aRestingOrderMeetsTheFirstBarItArrivesIn() {
    String limit = once("OrderTerms.limit(Price.of(\"990\"))");
    assertThat(entries(Duration.ZERO, limit)).containsExactly("2024-03-01T02:00:00Z 990");
    assertThat(entries(Duration.ofMillis(250), limit)).containsExactly("2024-03-01T02:00:00Z 990");
    assertThat(entries(Duration.ofMinutes(6), limit)).containsExactly("2024-03-01T02:00:00Z 990");
    // Too late for that bar, so it waits for the next one that goes through it.
    assertThat(entries(Duration.ofMinutes(7), limit)).containsExactly("2024-03-01T04:00:00Z 990");
    assertThat(entries(Duration.ofMinutes(60), limit)).containsExactly("2024-03-01T04:00:00Z 990");
  }

  @Test
  void exitsProtectFromTheArrivalOfTheirEntryOn() {
    BacktestResult result =
        run(
            Duration.ofMillis(250),
            "return bar > 0 ? noop() : List.of(PlaceOrder.buy(\"BTC\", OrderSize.of(\"1\"),"
                + " OrderTerms.market(), \"in\").withExits(Exits.stop(Price.of(\"990\"))));");
    assertThat(result.trips().stream().map(trip -> trip.entry() + " " + trip.exit()))
        .containsExactly("1000 990");
  }

  @Test
  void whatIsRefusedOnArrivalIsNoOrderAnyMore() {
    // Outside of the market when it is sent, inside when it arrives.
    String postOnly = once("new OrderTerms.Limit(Price.of(\"1005\"), TimeInForce.POST_ONLY)");
    assertThat(run(Duration.ofMinutes(60), postOnly.replace("buy", "sell")).figures().fills())
        .isZero();
    assertThat(run(Duration.ZERO, postOnly.replace("buy", "sell")).figures().fills()).isOne();
  }

  @Test
  void aCancelThatComesTooLateCancelsNothing() {
    String decide =
        """
        if (bar == 0) {
          return List.of(PlaceOrder.buy("BTC", OrderSize.of("1"),
              OrderTerms.limit(Price.of("990")), "below"));
        }
        return bar == 2 ? List.of(new CancelAll("BTC", "enough")) : noop();
        """;
    assertThat(entries(Duration.ofMinutes(60), decide)).containsExactly("2024-03-01T04:00:00Z 990");
    BacktestResult result = run(Duration.ofMinutes(59), decide);
    assertThat(result.trips()).as("%s", result).isEmpty();
  }

  @Test
  void hasBounds() {
    assertThatThrownBy(() -> run(Duration.ofHours(2), "return noop();"))
        .hasMessage("latency must be 0 s to 1 h: PT2H");
  }
}
