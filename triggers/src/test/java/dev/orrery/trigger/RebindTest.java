package dev.orrery.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.trigger.event.EventRouter;
import dev.orrery.trigger.event.MemoryEventInbox;
import dev.orrery.trigger.event.MemoryNotifications;
import dev.orrery.trigger.manual.ManualFirings;
import dev.orrery.trigger.manual.ManualRequest;
import dev.orrery.trigger.schedule.TimelineScheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Triggers that change while they are bound: each instant once. */
class RebindTest {
  private static final long START = 1_385_337_600_000L;

  private final SimulatedTimeline timeline = new SimulatedTimeline(START);
  private final HandMadeBoard board = new HandMadeBoard();
  private final MemoryNotifications notifications = new MemoryNotifications();
  private final MemoryEventInbox inbox = new MemoryEventInbox(timeline, notifications);
  private final EventRouter router =
      new EventRouter(timeline, inbox, notifications, IdSource.seeded(1));
  private final TimelineScheduler scheduler = new TimelineScheduler(timeline);
  private final ManualFirings manual = new ManualFirings();
  private final TriggerSources sources =
      new TriggerSources(timeline, scheduler, board, router, manual);
  private final Map<String, Long> lastMarks = new HashMap<>();
  private final List<String> fired = new ArrayList<>();

  /** Remembers marks as a ledger does. */
  private final FiringHistory history =
      new FiringHistory() {
        @Override
        public OptionalLong lastMark(BoundTrigger trigger) {
          Long last = lastMarks.get(trigger.key());
          return last == null ? OptionalLong.empty() : OptionalLong.of(last);
        }

        @Override
        public boolean decided(FiredTrigger firing) {
          return false;
        }
      };

  private final Dispatcher dispatcher =
      new Dispatcher() {
        @Override
        public void fired(FiredTrigger firing) {
          if (firing.originId() == null) {
            lastMarks.merge(firing.triggerKey(), firing.atMillis(), Math::max);
          }
          fired.add(text(firing));
        }

        @Override
        public void missed(BoundTrigger trigger, long count, long lastMillis) {
          fired.add("missed " + count + " of " + trigger.key());
        }
      };

  @AfterEach
  void end() {
    router.close();
    scheduler.close();
  }

  @Test
  void givesEachInstantToTheOldTriggersOrToTheNewOnes() {
    StrategyTriggers bound =
        bind(Trigger.everySeconds(60), Trigger.barClose("BTC", Interval.MINUTE));
    timeline.step(
        START + 60_000,
        () -> {
          bound.rebind(
              List.of(Trigger.everySeconds(30), Trigger.barClose("BTC", Interval.FIVE_MINUTES)),
              history);
          // Both were due before it and are told after it.
          board.close("BTC", Interval.MINUTE, START + 60_000);
          board.close("BTC", Interval.FIVE_MINUTES, START + 60_000);
        });
    assertThat(fired).containsExactlyInAnyOrder("every:60s +60", "bar:BTC/1m +60");
    fired.clear();
    timeline.step(
        START + 120_000,
        () -> {
          board.close("BTC", Interval.MINUTE, START + 120_000);
          board.close("BTC", Interval.FIVE_MINUTES, START + 120_000);
        });
    assertThat(fired).containsExactly("every:30s +90", "every:30s +120", "bar:BTC/5m +120");
  }

  @Test
  void leavesThoseThatStayInTheirPlaces() {
    StrategyTriggers bound = bind(Trigger.everySeconds(60), Trigger.event("jump"));
    timeline.advanceTo(START + 90_000);
    inbox.emit("jump", "up");
    bound.rebind(
        List.of(Trigger.event("jump"), Trigger.everySeconds(30), Trigger.everySeconds(60)),
        history);
    timeline.advanceTo(START + 120_000);
    assertThat(fired)
        .containsExactly("every:60s +60", "event:jump up", "every:30s +120", "every:60s +120");
  }

  @Test
  void firesInTheOrderDeclaredLast() {
    StrategyTriggers bound = bind(Trigger.everySeconds(60), Trigger.everySeconds(30));
    bound.rebind(List.of(Trigger.everySeconds(30), Trigger.everySeconds(60)), history);
    timeline.advanceTo(START + 60_000);
    assertThat(fired).containsExactly("every:30s +30", "every:30s +60", "every:60s +60");
  }

  @Test
  void goesOnAfterAnAbsenceWhereItWas() {
    StrategyTriggers bound =
        bind(Trigger.everySeconds(60), Trigger.event("jump"), Trigger.event("calm"));
    inbox.emit("jump", "1");
    timeline.advanceTo(START + 60_000);
    bound.suspend();
    bound.suspend();
    inbox.emit("jump", "2");
    timeline.advanceTo(START + 200_000);
    assertThat(fired).containsExactly("event:jump 1", "every:60s +60");
    manual.request(new ManualRequest("a", "r1", null));
    timeline.advanceTo(START + 210_000);
    assertThat(fired).last().isEqualTo("manual ");
    fired.clear();
    bound.rebind(List.of(Trigger.everySeconds(60), Trigger.event("jump")), history);
    timeline.advanceTo(START + 240_000);
    assertThat(fired)
        .containsExactlyInAnyOrder("missed 2 of every:60s", "event:jump 2", "every:60s +240");
  }

  @Test
  void changesNothingWhenOneOfThemCannotBeBound() {
    StrategyTriggers bound = bind(Trigger.everySeconds(60));
    assertThatThrownBy(() ->
            bound.rebind(List.of(Trigger.everySeconds(30), Trigger.cron("0 61 * * * ?")), history))
        .isInstanceOf(ProblemException.class);
    board.refuse = true;
    assertThatThrownBy(() ->
            bound.rebind(
                List.of(Trigger.everySeconds(30), Trigger.barClose("BTC", Interval.MINUTE)),
                history))
        .isInstanceOf(IllegalStateException.class);
    timeline.advanceTo(START + 60_000);
    assertThat(fired).containsExactly("every:60s +60");
  }

  @Test
  void leavesNothingBehindWhenItIsClosed() {
    StrategyTriggers bound = bind(Trigger.barClose("BTC", Interval.MINUTE));
    bound.rebind(List.of(Trigger.barClose("BTC", Interval.FIVE_MINUTES)), history);
    bound.close();
    assertThat(board.listeners).isEmpty();
  }

  private StrategyTriggers bind(Trigger... triggers) {
    return StrategyTriggers.bind("d1", "a", List.of(triggers), sources, history, dispatcher);
  }

  private static String text(FiredTrigger firing) {
    return firing.originId() == null
        ? firing.triggerKey() + " +" + (firing.atMillis() - START) / 1_000
        : firing.triggerKey() + " " + firing.payload().orElse("");
  }
}
