package dev.orrery.backtest.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.backtest.Bars;
import dev.orrery.market.replay.Replay;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What playing a strategy again tells of it. */
class JarCheckTest {
  @TempDir private Path folder;

  private CheckResult check(String decide, String members, String signals) throws Exception {
    Path jar = Sinner.jar(folder, decide, members, signals);
    return JarCheck.over(Replay.of(Bars.walk(folder.resolve("walk.csv"), 240, 7), "BTC"))
        .jar(jar)
        .run();
  }

  private static String differing(CheckResult result) {
    return result.trials().stream()
        .filter(each -> each.difference() != null)
        .map(each -> each.trial().key())
        .collect(Collectors.joining(" "));
  }

  private static TrialResult.Difference difference(CheckResult result, Trial trial) {
    return result.trials().stream()
        .filter(each -> each.trial() == trial)
        .map(TrialResult::difference)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void passesWhatDecidesByItsContext() throws Exception {
    CheckResult result =
        check(
            """
            String last = context.state().get("last").orElse("0");
            context.state().put("last", "" + close);
            context.record("close", close);
            if (context.random().nextInt(5) == 0) {
              return side(close > Double.parseDouble(last));
            }
            return List.of(new Noop("waits"));
            """,
            "",
            "");
    assertThat(result.passes()).as("%s", result).isTrue();
    assertThat(result.decisions()).isBetween(230L, 240L);
    assertThat(result.trials())
        .extracting(TrialResult::trial)
        .containsExactly(Trial.values())
        .hasSize(5);
    assertThat(result.trials()).allMatch(each -> each.compared() > 100);
  }

  @Test
  void findsWhoCountsInAFieldOnceItsJarIsExchanged() throws Exception {
    CheckResult result = check("return side(++count % 7 < 3);", "private long count;", "");
    assertThat(differing(result)).contains("exchanged").doesNotContain("anew");
    TrialResult.Difference first = difference(result, Trial.EXCHANGED);
    assertThat(first.what()).isEqualTo("the answer");
    assertThat(first.at()).isAfter("2024-03-01T02:00:00Z").isBefore("2024-03-01T02:08:00Z");
    assertThat(first.first()).contains("TargetPosition");
  }

  @Test
  void findsWhoLearnedThePricesTheFirstTime() throws Exception {
    CheckResult result =
        check(
            """
            long next = context.now().toEpochMilli() + 60_000;
            Signals.PRICES.put(context.now().toEpochMilli(), close);
            Double later = Signals.PRICES.get(next);
            return later == null ? List.of(new Noop("does not know")) : side(later > close);
            """,
            "",
            "static final Map<Long, Double> PRICES = new ConcurrentHashMap<>();");
    assertThat(differing(result)).isEqualTo("again");
    assertThat(difference(result, Trial.AGAIN))
        .satisfies(it -> {
          assertThat(it.number()).isEqualTo(5); // the first four find too few candles
          assertThat(it.first()).contains("does not know");
          assertThat(it.second()).contains("TargetPosition");
        });
  }

  @Test
  void findsWhoDrawsLots() throws Exception {
    CheckResult result =
        check("context.record(\"lot\", Math.random()); return side(true);", "", "");
    assertThat(differing(result)).contains("again anew");
    assertThat(difference(result, Trial.ANEW).what()).isEqualTo("series lot");
  }

  @Test
  void findsWhoReadsMoreCandlesThanItSubscribedTo() throws Exception {
    CheckResult result =
        check(
            """
            Candles all = context.market().candles("BTC", Interval.MINUTE, 60);
            return side(close > all.meanClose(0, all.size()));
            """,
            "",
            "");
    assertThat(differing(result)).isEqualTo("history");
    assertThat(result.code()).isEmpty();
    assertThat(Trial.HISTORY.wayOut()).contains("Subscribe");
  }

  @Test
  void findsStateWrittenFromWhatIsKept() throws Exception {
    CheckResult result =
        check(
            "context.state().put(\"n\", \"\" + Signals.next()); return List.of(new Noop(\"no\"));",
            "",
            "private static long n; static long next() { return n++; }");
    assertThat(differing(result)).contains("again").contains("exchanged");
    assertThat(difference(result, Trial.EXCHANGED).what()).isEqualTo("the state written");
    assertThat(difference(result, Trial.EXCHANGED).second()).isEqualTo("[n=0]");
  }

  @Test
  void readsAJarThatARuntimeRefuses() throws Exception {
    CheckResult result = check("new ProcessBuilder(List.of()).start(); return side(true);", "", "");
    assertThat(result.passes()).isFalse();
    assertThat(result.refusal()).contains("ProcessBuilder");
    assertThat(result.trials()).isEmpty();
    assertThat(result.code().getFirst().path())
        .isIn(
            List.of(
                "Sinner.decide -> new ProcessBuilder", "Sinner.decide -> ProcessBuilder.start"));
  }
}
