package dev.orrery.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.market.MarketEvent;
import dev.orrery.trigger.event.EventRouter;
import dev.orrery.trigger.event.MemoryEventInbox;
import dev.orrery.trigger.event.MemoryNotifications;
import dev.orrery.trigger.manual.ManualFirings;
import dev.orrery.trigger.schedule.TimelineScheduler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backtest fires millions of times a second: one object a firing, some tens of nanoseconds. */
class BarFiringSpeedTest {
  private static final int ROUNDS = 2_000_000;

  /** Five times the target, so that a busy machine does not fail the build. */
  private static final double MOST_NANOS = 250;

  private long sum;

  @Test
  void aBarCloseCostsNextToNothing() {
    SimulatedTimeline timeline = new SimulatedTimeline(0);
    HandMadeBoard board = new HandMadeBoard();
    MemoryNotifications notifications = new MemoryNotifications();
    EventRouter router =
        new EventRouter(
            timeline,
            new MemoryEventInbox(timeline, notifications),
            notifications,
            IdSource.seeded(1));
    TriggerSources sources =
        new TriggerSources(
            timeline, new TimelineScheduler(timeline), board, router, new ManualFirings());
    StrategyTriggers.bind(
        "d1",
        "a",
        List.of(Trigger.barClose("BTC", Interval.MINUTE)),
        sources,
        FiringHistory.NONE,
        firing -> sum += firing.atMillis());
    MarketEvent.Bar bar = new MarketEvent.Bar("BTC", Interval.MINUTE, 0, 60_000, 1, 1, 1, 1, 1);
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < ROUNDS; i++) {
        board.publish(bar);
      }
      best = Math.min(best, (System.nanoTime() - start) / (double) ROUNDS);
    }
    assertThat(sum).isEqualTo(5L * ROUNDS * 60_000);
    assertThat(best).as("nanoseconds a firing").isLessThan(MOST_NANOS);
  }
}
