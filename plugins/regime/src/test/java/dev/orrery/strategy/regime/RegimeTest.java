package dev.orrery.strategy.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Usd;
import dev.orrery.testkit.Decisions;
import dev.orrery.testkit.Strategies;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegimeTest {
  private static final Map<String, Object> PLAIN =
      Map.of("model", "planted", "window", 20, "traded", 2);

  @TempDir private Path folder;

  private static StrategyPlugin strategy(Map<String, ?> overrides) {
    return Strategies.create(new RegimeFactory(), overrides);
  }

  /** 21 closes that move by a part each time, first up, then down, and so on. */
  private static TestContextBuilder moving(double up, double down) {
    double[] closes = new double[21];
    closes[0] = 800;
    for (int i = 1; i < closes.length; i++) {
      closes[i] = closes[i - 1] * (1 + (i % 2 == 0 ? down : up));
    }
    return TestContext.at("2013-11-25T12:00:00Z").candles("BTC", Interval.FIVE_MINUTES, closes);
  }

  private static List<Action> decide(TestContextBuilder builder) throws Exception {
    return Decisions.of(strategy(PLAIN), builder.build());
  }

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(StrategyFactory.class))
        .hasExactlyElementsOfTypes(RegimeFactory.class);
  }

  @Test
  void subscribesToTheWindowAndOneCandleBefore() {
    assertThat(strategy(PLAIN).triggers())
        .containsExactly(Trigger.barClose("BTC", Interval.FIVE_MINUTES));
    assertThat(strategy(PLAIN).subscriptions())
        .containsExactly(new Subscription("BTC", Interval.FIVE_MINUTES, 21));
  }

  @Test
  void goesLongInTheCalmRegimeThatRises() throws Exception {
    TargetPosition target = Decisions.only(decide(moving(0.001, 0.0002)), TargetPosition.class);
    assertThat(target.reason()).startsWith("regime 0 at ");
    assertThat(target).isEqualTo(TargetPosition.worth("BTC", Usd.of(2_000), target.reason()));
  }

  @Test
  void goesShortInTheWildRegimeThatFallsOrLeavesWithoutShorts() throws Exception {
    TargetPosition target = Decisions.only(decide(moving(0.009, -0.011)), TargetPosition.class);
    assertThat(target).isEqualTo(TargetPosition.worth("BTC", Usd.of(-2_000), target.reason()));
    assertThat(
            strategy(Map.of("model", "planted", "window", 20, "traded", 2, "shorts", false))
                .decide(moving(0.009, -0.011).position("BTC", "1", "800").build()))
        .isEqualTo(List.of(TargetPosition.flat("BTC", target.reason())));
  }

  @Test
  void isFlatWhereARegimeIsTooWild() throws Exception {
    assertThat(
            strategy(Map.of("model", "planted", "window", 20))
                .decide(moving(0.009, -0.011).position("BTC", "1", "800").build()))
        .singleElement()
        .isInstanceOfSatisfying(
            TargetPosition.class,
            it -> assertThat(it).isEqualTo(TargetPosition.flat("BTC", it.reason())));
  }

  @Test
  void recordsItsRegimeAndHowProbableEachIs() throws Exception {
    TestContext context = moving(0.009, -0.011).build();
    strategy(PLAIN).decide(context);
    assertThat(context.recorded()).containsOnlyKeys("regime", "probability-0", "probability-1");
    assertThat(context.recorded().get("regime")).isEqualTo(1.0);
    assertThat(context.recorded().get("probability-1")).isGreaterThan(0.99);
  }

  @Test
  void saysWhyItDoesNothing() throws Exception {
    assertThat(Decisions.noop(decide(moving(0.001, 0.0002).position("BTC", "1", "800"))))
        .contains("on its side already");
    assertThat(
            Decisions.noop(
                strategy(Map.of("model", "planted", "window", 30))
                    .decide(moving(0.001, 0.0002).build())))
        .isEqualTo("only 21 of 31 candles so far");
    assertThat(Decisions.noop(decide(moving(0.001, 0.0002).equity("10"))))
        .contains("under the smallest order");
    TestContextBuilder builder = moving(0.001, 0.0002);
    Decisions.only(decide(builder), TargetPosition.class);
    assertThat(Decisions.noop(decide(builder))).isEqualTo("this candle was acted on already");
  }

  @Test
  void takesTheModelThatIsMeantAndNoOther() {
    String digest = ModelText.digest(RegimeFactory.model("planted"));
    strategy(Map.of("model", "planted", "modelDigest", digest.substring(0, 12)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("model", "planted", "modelDigest", "00")))
        .withMessageContaining("is not that of model planted, " + digest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("model", "gone")))
        .withMessageContaining("model gone is not in the jar");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> strategy(Map.of("confidence", 2)))
        .withMessageContaining("confidence");
  }

  @Test
  void theBundledModelIsTheOneOfItsReadme() {
    assertThat(ModelText.digest(RegimeFactory.model(RegimeFactory.BUNDLED)))
        .startsWith("ccd32d90a406");
  }

  @Test
  void trainingReadsTradesAndCandlesAndPrintsAModel() throws Exception {
    BufferedReader trades =
        new BufferedReader(
            new StringReader("timestamp,price,amount\n60,1,9\n119,2,9\n120,3,9\n300,4,9\n"));
    assertThat(Train.closes(trades, Interval.MINUTE, Long.MAX_VALUE)).containsExactly(2, 3, 4);
    StringBuilder rows = new StringBuilder("time_ms,open,high,low,close,volume\n");
    for (int i = 0; i < 200; i++) {
      double close = 800 + (i % 7) * (i < 100 ? 1 : 9);
      rows.append(1_709_251_200_000L + i * 60_000L + ",1,1,1," + close + ",1\n");
    }
    Path file = Files.writeString(folder.resolve("candles.csv"), rows);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Train.print(
        new String[] {file.toString(), "1m", "2", "7"},
        new PrintStream(out, true, StandardCharsets.UTF_8));
    String printed = out.toString(StandardCharsets.UTF_8);
    HiddenMarkov model = ModelText.parse(printed);
    assertThat(printed)
        .startsWith("# 199 returns of 1m, seed 7\n# sha256 " + ModelText.digest(model) + "\n");
    assertThat(model.deviation()[0]).isLessThan(model.deviation()[1]);
  }
}
