package dev.orrery.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
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
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backtest fires millions of times a second: one small object a firing, and no more. */
class BarFiringCostTest {
  private static final int ROUNDS = 200_000;

  /** What a firing object takes, with room for another layout of its fields. */
  private static final long MOST_BYTES = 96;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      board.publish(bar);
    }
    long each = (THREADS.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    assertThat(sum).isEqualTo((long) ROUNDS * 60_000);
    assertThat(each).as("bytes a firing").isBetween(1L, MOST_BYTES);
  }
}
