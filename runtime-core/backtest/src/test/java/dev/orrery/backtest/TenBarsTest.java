package dev.orrery.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.Verdict;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten hourly bars, worked out by hand. Cash 10,000; taker 0.045 %, maker 0.015 %; slippage 10 bps,
 * then to the next 0.1; funding 0.01 % an hour at the mark of the hour.
 *
 * <pre>
 * close  O    H    L    C     what happens
 * 01:00  1000 1000 1000 1000  buy 2: 1000 × 1.001 = 1001.0; stop at 990
 * 02:00  1000 1010  995 1010  funding -2 × 1010 × 0.0001 = -0.202
 * 03:00  1008 1012  985  988  funding -2 × 988 × 0.0001 = -0.1976; long, so the low comes first:
 *                             the stop fires at 990, sells at 990 × 0.999 = 989.01, so 989.0
 * 04:00   988  990  986  990  buy 1 at a limit of 985
 * 05:00   990  992  980  986  the bar goes through 985: bought there, as maker
 * 06:00   986 1002  986 1000  funding -1 × 1000 × 0.0001 = -0.1; close: 1000 × 0.999 = 999.0
 * 07:00  1000 1001  995 1000  sell 90: 999.0
 * 08:00  1000 1010  990 1010  funding +90 × 1010 × 0.0001 = +9.09
 * 09:00  1100 1120 1090 1110  funding +90 × 1110 × 0.0001 = +9.99; opens with a gap: the account is
 *                             worth 9,965.7326 + 90 × (999 - 1100 + 0) = 875.7326 at 1100, and 90 ×
 *                             1100 × 1.25 % = 1,237.5 must be there: liquidated at 1101.1
 * 10:00  1110 1110 1100 1105  nothing more
 *
 * trade  gross                       fees                                  funding          net
 * 1      2 × (989 - 1001)    = -24   2 × (1001 + 989) × 0.00045  =  1.791  -0.202 - 0.1976  -26.1906
 * 2      1 × (999 - 985)     =  14   985 × 0.00015 + 999 × 0.00045
 *                                                                =  0.5973 -0.1             13.3027
 * 3      90 × (999 - 1101.1) = -9189 90 × (999 + 1101.1) × 0.00045
 *                                                                = 85.05405 +9.09 + 9.99  -9254.97405
 *
 * slippage 2 × (1001 - 1000) + 2 × (990 - 989) = 4; 1 × (1000 - 999) = 1;
 *          90 × (1000 - 999) + 90 × (1101.1 - 1100) = 189
 * at the marks 2 × (990 - 1000) + 1 × (1000 - 985) + 90 × (1000 - 1100) = -9005
 * equity   10000 - 26.1906 + 13.3027 - 9254.97405 = 732.13805
 * peak     at 02:00: 10000 - 2 × 1001 - 0.9009 - 0.202 + 2 × 1010 = 10016.8971
 * in the market 01:00-03:00, 05:00-06:00, 07:00-09:00: 5 of 9 hours
 * </pre>
 */
class TenBarsTest {
  private static final RiskCaps WIDE =
      RiskCaps.builder()
          .maxPositionPct("1000")
          .maxTotalExposurePct("1000")
          .maxOrdersPerDay(100)
          .maxOrdersPerMinute(100)
          .maxLeverage("20")
          .minOrderUsd("10")
          .allowedSymbols("BTC")
          .dailyLossHaltPct("100")
          .build();

  private static final double[][] BARS = {
    {1000, 1000, 1000, 1000},
    {1000, 1010, 995, 1010},
    {1008, 1012, 985, 988},
    {988, 990, 986, 990},
    {990, 992, 980, 986},
    {986, 1002, 986, 1000},
    {1000, 1001, 995, 1000},
    {1000, 1010, 990, 1010},
    {1100, 1120, 1090, 1110},
    {1110, 1110, 1100, 1105}
  };

  @TempDir private static Path folder;
  private static Replay market;

  @BeforeAll
  static void write() throws Exception {
    market = Replay.of(Bars.hourly(folder.resolve("ten.csv"), BARS), "BTC");
  }

  private static BacktestResult scripted() {
    Path jar =
        Jars.jar(
            folder.resolve("scripted.jar"),
            "scripted",
            "HOUR",
            """
            if (bar == 0) {
              return List.of(PlaceOrder.buy("BTC", OrderSize.of("2"), OrderTerms.market(), "in")
                  .withExits(Exits.stop(Price.of("990"))));
            }
            if (bar == 3) {
              return List.of(PlaceOrder.buy("BTC", OrderSize.of("1"),
                  OrderTerms.limit(Price.of("985")), "below"));
            }
            if (bar == 5) {
              return List.of(new ClosePosition("BTC", "enough"));
            }
            if (bar == 6) {
              return List.of(PlaceOrder.sell("BTC", OrderSize.of("90"), OrderTerms.market(),
                  "too much"));
            }
            return noop();
            """);
    return Backtest.over(market)
        .jar(jar)
        .caps(WIDE)
        .account(PaperSettings.builder().slippageBps("10").hourlyFundingRate("0.0001").build())
        .run();
  }

  @Test
  void givesEveryTradeAsWorkedOutByHand() {
    assertThat(scripted().trips())
        .containsExactly(
            trip(1, Side.BUY, 1, 3, "2", "1001", "989", "-24", "1.791", "-0.3996", "4", false),
            trip(2, Side.BUY, 5, 6, "1", "985", "999", "14", "0.5973", "-0.1", "1", false),
            trip(
                3,
                Side.SELL,
                7,
                9,
                "90",
                "999",
                "1101.1",
                "-9189",
                "85.05405",
                "19.08",
                "189",
                true));
  }

  @Test
  void givesTheFiguresAsWorkedOutByHand() {
    BacktestResult result = scripted();
    Figures figures = result.figures();
    assertThat(figures.endEquity()).isEqualTo(Usd.of("732.13805"));
    assertThat(figures.profit()).isEqualTo(Usd.of("-9267.86195"));
    assertThat(figures.gain()).isEqualTo("-0.926786195");
    assertThat(figures.maxDrawdown()).isEqualTo("0.926909696417");
    assertThat(figures.trades()).isEqualTo(3);
    assertThat(figures.openTrades()).isZero();
    assertThat(figures.wins()).isEqualTo(1);
    assertThat(figures.winRate()).isEqualTo("0.333333333333");
    assertThat(figures.fills()).isEqualTo(6);
    assertThat(figures.fees()).isEqualTo(Usd.of("87.44235"));
    assertThat(figures.funding()).isEqualTo(Usd.of("18.5804"));
    assertThat(figures.slippage()).isEqualTo(Usd.of("194"));
    assertThat(figures.beforeCosts()).isEqualTo(Usd.of("-9005"));
    assertThat(figures.exposure()).isEqualTo("0.555555555556");
    assertThat(figures.liquidations()).isEqualTo(1);
    assertThat(result.market())
        .isEqualTo(
            new BuyAndHold(
                Price.of("1000"),
                Price.of("1105"),
                new BigDecimal("0.105"),
                new BigDecimal("0.023762376238")));
    assertThat(result.decisions()).isEqualTo(Map.of(Verdict.EXECUTED, 4L, Verdict.NOOP, 6L));
    assertThat(result.notes()).anyMatch(note -> note.contains("liquidated once"));
  }

  /** Ten coins for all of the cash, without costs: what the market did, to the last digit. */
  @Test
  void buyingAndHoldingEarnsWhatTheMarketDid() {
    Path jar =
        Jars.jar(
            folder.resolve("holder.jar"),
            "holder",
            "HOUR",
            """
            if (bar > 0) {
              return noop();
            }
            Usd all = context.account().equity();
            return List.of(PlaceOrder.buy("BTC", OrderSize.worth(all), OrderTerms.market(), "all"));
            """);
    BacktestResult result =
        Backtest.over(market)
            .jar(jar)
            .caps(WIDE)
            .account(
                PaperSettings.builder()
                    .slippageBps("0")
                    .takerFee("0")
                    .hourlyFundingRate("0")
                    .build())
            .run();
    assertThat(result.figures().gain()).isEqualTo(result.market().gain()).isEqualTo("0.105");
    assertThat(result.figures().maxDrawdown())
        .isEqualTo(result.market().maxDrawdown())
        .isEqualTo("0.023762376238");
    assertThat(result.figures().endEquity()).isEqualTo(Usd.of("11050"));
    assertThat(result.figures().exposure()).isEqualTo("1");
    assertThat(result.trips())
        .containsExactly(
            new RoundTrip(
                1,
                "BTC",
                Side.BUY,
                hour(1),
                hour(10),
                Quantity.of("10"),
                Price.of("1000"),
                Price.of("1105"),
                Usd.of("1050"),
                Usd.ZERO,
                Usd.ZERO,
                Usd.ZERO,
                false,
                true));
  }

  private static RoundTrip trip(
      int number,
      Side side,
      int opened,
      int closed,
      String quantity,
      String entry,
      String exit,
      String gross,
      String fees,
      String funding,
      String slippage,
      boolean liquidated) {
    return new RoundTrip(
        number,
        "BTC",
        side,
        hour(opened),
        hour(closed),
        Quantity.of(quantity),
        Price.of(entry),
        Price.of(exit),
        Usd.of(gross),
        Usd.of(fees),
        Usd.of(funding),
        Usd.of(slippage),
        liquidated,
        false);
  }

  private static Instant hour(int hour) {
    return Instant.ofEpochMilli(Bars.START + hour * 3_600_000L);
  }
}
