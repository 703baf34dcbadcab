package dev.orrery.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.Trigger;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.StrategyIdentity;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CauseFirstTest {
  private static final Instant NOON = Instant.parse("2013-11-25T12:00:00Z");

  private final List<RuntimeFact> told = new ArrayList<>();
  private long nanos;
  private final CauseFirst feed =
      new CauseFirst(
          new Feed() {
            @Override
            public void started(Opening opening) {}

            @Override
            public void on(RuntimeFact fact) {
              told.add(fact);
            }

            @Override
            public void beat(Instant now, List<StrategyStatus> standing) {}

            @Override
            public void ended(Closing closing) {}
          },
          () -> nanos);

  private final FiredTrigger first = firing("grid", 60_000);
  private final FiredTrigger second = firing("grid", 120_000);

  private void tell(RuntimeFact... facts) {
    for (RuntimeFact fact : facts) {
      feed.on(fact);
    }
  }

  @Test
  void tellsADecisionBeforeItsFillsAndTheirLines() {
    RuntimeFact placed = placed("grid", 1, first.id());
    RuntimeFact line = line("grid", 1);
    RuntimeFact fill = fill("grid", 1);
    RuntimeFact decided = decided("grid", first);
    tell(placed, line, fill, decided);
    assertThat(told).containsExactly(placed, decided, line, fill);
  }

  @Test
  void holdsUpNothingElse() {
    RuntimeFact others = fill("sma-cross", 2);
    RuntimeFact resting = fill("grid", 3);
    RuntimeFact noop = decided("grid", second);
    tell(resting, placed("grid", 1, first.id()), fill("grid", 1), others, noop);
    assertThat(told).contains(resting, others, noop).hasSize(4);
  }

  @Test
  void keepsTheOrderInWhichFillsWereBooked() {
    RuntimeFact mine = fill("grid", 1);
    RuntimeFact resting = fill("grid", 3);
    RuntimeFact decided = decided("grid", first);
    tell(placed("grid", 1, first.id()), mine, resting, decided);
    assertThat(told.subList(1, 4)).containsExactly(decided, mine, resting);
  }

  @Test
  void waitsForEachOfTwoDecisionsAtOnce() {
    RuntimeFact one = fill("grid", 1);
    RuntimeFact two = fill("grid", 2);
    RuntimeFact decidedFirst = decided("grid", first);
    RuntimeFact decidedSecond = decided("grid", second);
    tell(placed("grid", 1, first.id()), placed("grid", 2, second.id()), one, two);
    tell(decidedSecond, decidedFirst);
    assertThat(told.subList(2, 6)).containsExactly(decidedSecond, decidedFirst, one, two);
  }

  @Test
  void tellsFillsAtOnceWhoseDecisionWasToldOrThatHaveNone() {
    RuntimeFact exit = fill("grid", 4);
    RuntimeFact flat = fill("grid", 5);
    tell(decided("grid", first), placed("grid", 4, first.id()), exit);
    tell(placed("grid", 5, "flatten:1"), flat);
    assertThat(told).hasSize(5).contains(exit, flat);
  }

  @Test
  void waitsNoLongerThanASecondForADecisionThatDoesNotCome() {
    RuntimeFact fill = fill("grid", 1);
    tell(placed("grid", 1, first.id()), fill);
    nanos = 999_999_999;
    feed.beat(NOON, List.of());
    assertThat(told).hasSize(1);
    nanos = 1_000_000_000;
    feed.beat(NOON, List.of());
    assertThat(told.getLast()).isEqualTo(fill);
  }

  @Test
  void tellsWhatIsLeftAtTheEnd() {
    RuntimeFact fill = fill("grid", 1);
    tell(placed("grid", 1, first.id()), fill);
    feed.ended(new Closing("time is up", NOON, Duration.ofSeconds(1), 0, List.of()));
    assertThat(told.getLast()).isEqualTo(fill);
  }

  private static FiredTrigger firing(String strategy, long at) {
    return new BoundTrigger("d", strategy, Trigger.everySeconds(60)).firing(at);
  }

  private static ClientOrderId order(int number) {
    return new ClientOrderId("0x" + "%032x".formatted(number));
  }

  private static RuntimeFact placed(String strategy, int order, String origin) {
    Map<String, Object> data = Map.of("cloid", order(order).value(), "origin", origin);
    return new RuntimeFact.Logged("d", strategy, "info", "order_placed", "", data, NOON, NOON);
  }

  private static RuntimeFact line(String strategy, int order) {
    Map<String, Object> data = Map.of("cloid", order(order).value());
    return new RuntimeFact.Logged("d", strategy, "info", "order_filled", "", data, NOON, NOON);
  }

  private static RuntimeFact fill(String strategy, int order) {
    Fill fill =
        new Fill(
            "f",
            order(order),
            "BTC",
            Side.BUY,
            Price.of("800"),
            Quantity.of("1"),
            Usd.ZERO,
            false,
            false,
            NOON);
    return new RuntimeFact.Filled("d", strategy, fill, Usd.ZERO, Usd.of(10_000), NOON, NOON);
  }

  private static RuntimeFact decided(String strategy, FiredTrigger firing) {
    DecisionRecord decision =
        new DecisionRecord(
            "d",
            strategy,
            "paper",
            firing,
            0,
            0,
            Verdict.EXECUTED,
            List.of(new Noop("as it is")),
            List.of("as it is"),
            List.of(),
            BigDecimal.ZERO,
            null,
            List.of(),
            Map.of(),
            0,
            0,
            0,
            BigDecimal.ZERO,
            new StrategyIdentity("a".repeat(64), strategy, "b".repeat(64), "{}", "0.1"),
            false);
    return new RuntimeFact.Decided(decision, Verdict.EXECUTED, List.of());
  }
}
