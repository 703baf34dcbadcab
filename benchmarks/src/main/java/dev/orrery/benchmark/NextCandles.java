package dev.orrery.benchmark;

import dev.orrery.api.market.Interval;
import dev.orrery.testkit.TestContext;
import dev.orrery.testkit.TestContextBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A market made from a fixed seed that goes on by a candle of five minutes with each context, so
 * that a strategy finds something new each time it is asked. Confined to one thread.
 */
final class NextCandles {
  private static final Instant BEGIN = Instant.parse("2013-11-25T12:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final int HISTORY = 200;
  private static final String FALL =
      "{\"symbol\":\"BTC\",\"movePct\":\"-1.8\",\"price\":\"800\",\"seconds\":60}";

  private final Random random = new Random(20_131_125);
  private final List<Double> closes = new ArrayList<>();
  private final boolean events;

  /**
   * Nothing yet.
   *
   * @param events whether each context is of a price that fell
   */
  NextCandles(boolean events) {
    this.events = events;
  }

  /** So many contexts, one for each candle from the one with a number on. */
  List<TestContext> next(int from, int count) {
    while (closes.size() < from + count + HISTORY) {
      closes.add(800 + 8 * random.nextGaussian());
    }
    List<TestContext> contexts = new ArrayList<>(count);
    for (int i = from; i < from + count; i++) {
      contexts.add(at(i));
    }
    return contexts;
  }

  private TestContext at(int number) {
    double[] window =
        closes.subList(number, number + HISTORY).stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    TestContextBuilder builder =
        TestContext.at(BEGIN.plus(STEP.multipliedBy(number)))
            .candles("BTC", Interval.FIVE_MINUTES, window)
            .funding("BTC", "0.00003")
            .mark("BTC", "800");
    return (events ? builder.event("price-jump", FALL) : builder).build();
  }
}
