package dev.orrery.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.trigger.event.EventRouter;
import dev.orrery.trigger.event.MemoryEventInbox;
import dev.orrery.trigger.event.MemoryNotifications;
import dev.orrery.trigger.manual.ManualFirings;
import dev.orrery.trigger.manual.ManualRequest;
import dev.orrery.trigger.schedule.TimelineScheduler;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StrategyTriggersTest {
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

  private final List<FiredTrigger> fired = new ArrayList<>();
  private final Set<String> decided = new HashSet<>();

  /** Remembers what was decided, as a journal does. */
  private final FiringHistory history =
      new FiringHistory() {
        @Override
        public OptionalLong lastMark(BoundTrigger trigger) {
          return OptionalLong.empty();
        }

        @Override
        public boolean decided(FiredTrigger firing) {
          return decided.contains(firing.id());
        }
      };

  @AfterEach
  void end() {
    router.close();
    scheduler.close();
  }

  private StrategyTriggers bind(String strategy, Trigger... triggers) {
    return StrategyTriggers.bind(
        "d1",
        strategy,
        List.of(triggers),
        sources,
        history,
        firing -> {
          fired.add(firing);
          decided.add(firing.id());
        });
  }

  private List<String> firedTexts() {
    return fired.stream()
        .map(f -> f.strategy() + " " + f.triggerKey() + " +" + (f.atMillis() - START) / 1_000)
        .toList();
  }

  private void closeBars(long atSeconds, Interval... intervals) {
    long at = START + atSeconds * 1_000;
    timeline.step(
        at,
        () -> {
          for (Interval interval : intervals) {
            board.close("BTC", interval, at);
          }
        });
  }

  @Test
  void firesAtTheCloseOfItsCandlesOnly() {
    bind("a", Trigger.barClose("BTC", Interval.MINUTE));
    assertThat(board.kept).containsExactly("BTC/1m");
    long at = START + 60_000;
    timeline.step(
        at,
        () -> {
          board.close("ETH", Interval.MINUTE, at);
          board.close("BTC", Interval.SECOND, at);
          board.close("BTC", Interval.MINUTE, at);
        });
    assertThat(firedTexts()).containsExactly("a bar:BTC/1m +60");
  }

  @Test
  void firesStrategiesInTheOrderBound() {
    bind("b", Trigger.barClose("BTC", Interval.MINUTE));
    bind("a", Trigger.barClose("BTC", Interval.MINUTE));
    bind("d", Trigger.everySeconds(60));
    bind("c", Trigger.everySeconds(30));
    closeBars(60, Interval.MINUTE);
    assertThat(firedTexts())
        .containsExactly(
            "c every:30s +30",
            "b bar:BTC/1m +60",
            "a bar:BTC/1m +60",
            "d every:60s +60",
            "c every:30s +60");
  }

  @Test
  void firesTriggersOfOneInstantInTheOrderDeclared() {
    bind(
        "a",
        Trigger.everySeconds(60),
        Trigger.barClose("BTC", Interval.FIVE_MINUTES),
        Trigger.everySeconds(300),
        Trigger.barClose("BTC", Interval.MINUTE));
    for (int second = 60; second < 300; second += 60) {
      closeBars(second, Interval.MINUTE);
    }
    fired.clear();
    closeBars(300, Interval.MINUTE, Interval.FIVE_MINUTES);
    assertThat(firedTexts())
        .containsExactly(
            "a every:60s +300", "a bar:BTC/5m +300", "a every:300s +300", "a bar:BTC/1m +300");
  }

  @Test
  void keepsTheDeclaredOrderWhenCandlesCloseByAnAlarm() {
    bind("a", Trigger.everySeconds(60), Trigger.barClose("BTC", Interval.MINUTE));
    bind("b", Trigger.barClose("BTC", Interval.MINUTE), Trigger.everySeconds(60));
    long at = START + 60_000;
    timeline.ahead(at, () -> board.close("BTC", Interval.MINUTE, at));
    timeline.advanceTo(at);
    assertThat(firedTexts())
        .containsExactlyInAnyOrder(
            "a every:60s +60", "a bar:BTC/1m +60", "b bar:BTC/1m +60", "b every:60s +60")
        .containsSubsequence("a every:60s +60", "a bar:BTC/1m +60")
        .containsSubsequence("b bar:BTC/1m +60", "b every:60s +60");
  }

  @Test
  void aScheduleSeesCandlesThatCloseAtItsMark() {
    List<String> order = new ArrayList<>();
    StrategyTriggers.bind(
        "d1", "a", List.of(Trigger.everySeconds(60)), sources, history, _ -> order.add("decision"));
    timeline.ahead(START + 60_000, () -> order.add("candle closed"));
    timeline.advanceTo(START + 60_000);
    assertThat(order).containsExactly("candle closed", "decision");
  }

  @Test
  void firesOnCandlesTheBoardBuildsFromTrades() {
    MarketBoard real =
        MarketBoard.of(
            List.of(
                new Instrument(
                    "BTC",
                    new PriceRule(new BigDecimal("0.01"), 7),
                    new BigDecimal("0.001"),
                    Usd.of("10"),
                    5)),
            timeline);
    TriggerSources onBoard = new TriggerSources(timeline, scheduler, real, router, manual);
    List<Trigger> triggers =
        List.of(
            Trigger.barClose("BTC", Interval.FIVE_MINUTES),
            Trigger.everySeconds(300),
            Trigger.barClose("BTC", Interval.MINUTE));
    StrategyTriggers.bind("d1", "a", triggers, onBoard, history, fired::add);
    for (long second = 10; second <= 300; second += 10) {
      long at = START + second * 1_000;
      timeline.step(at, () -> real.publish(new MarketEvent.Trade("BTC", at, 1_000, 1)));
    }
    assertThat(firedTexts())
        .endsWith("a bar:BTC/5m +300", "a every:300s +300", "a bar:BTC/1m +300")
        .contains("a bar:BTC/1m +120", "a bar:BTC/1m +180", "a bar:BTC/1m +240");
    assertThatThrownBy(() ->
            StrategyTriggers.bind(
                "d1",
                "b",
                List.of(Trigger.barClose("DOGE", Interval.MINUTE)),
                onBoard,
                history,
                fired::add))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("DOGE");
  }

  @Test
  void closingUnbindsEverything() {
    StrategyTriggers bound =
        bind(
            "a",
            Trigger.everySeconds(60),
            Trigger.barClose("BTC", Interval.MINUTE),
            Trigger.event("jump"));
    StrategyTriggers other = bind("b", Trigger.barClose("BTC", Interval.MINUTE));
    bound.close();
    bound.close();
    inbox.emit("jump", "up");
    closeBars(60, Interval.MINUTE);
    assertThat(firedTexts()).containsExactly("b bar:BTC/1m +60");
    assertThatThrownBy(() -> manual.request(new ManualRequest("a", "r1", null)))
        .isInstanceOf(ProblemException.class);
    other.close();
    assertThat(board.listeners).isEmpty();
    bind("a", Trigger.everySeconds(60)).close();
  }

  @Test
  void anEventCarriesItsOriginAndPayload() {
    bind("a", Trigger.event("jump"));
    timeline.advanceTo(START + 1_000);
    long id = inbox.emit("jump", "up");
    timeline.advanceTo(START + 1_500);
    assertThat(fired).hasSize(1);
    FiredTrigger firing = fired.getFirst();
    assertThat(firing.originId()).isEqualTo("event:" + id);
    assertThat(firing.payload()).contains("up");
    assertThat(firing.atMillis()).isEqualTo(START + 1_000);
  }

  @Test
  void anEventAlreadyDecidedDoesNotFireAfterARestart() {
    StrategyTriggers first = bind("a", Trigger.event("jump"));
    inbox.emit("jump", "1");
    inbox.emit("jump", "2");
    timeline.advanceTo(START + 1_000);
    first.close();
    inbox.emit("jump", "3");
    timeline.advanceTo(START + 2_000);
    bind("a", Trigger.event("jump"));
    bind("b", Trigger.event("jump"));
    timeline.advanceTo(START + 3_000);
    assertThat(fired.stream().map(f -> f.strategy() + f.payload().orElseThrow()))
        .containsExactlyInAnyOrder("a1", "a2", "a3", "b1", "b2", "b3");
    assertThat(fired.stream().map(FiredTrigger::id)).doesNotHaveDuplicates();
  }

  @Test
  void takesRequestsByHandOnTheThreadThatDrivesTheTimeline() {
    bind("a", Trigger.everySeconds(60));
    String id = manual.request(new ManualRequest("a", "r1", "now"));
    assertThat(fired).isEmpty();
    assertThat(manual.request(new ManualRequest("a", "r1", "now"))).isEqualTo(id);
    timeline.advanceTo(START + 1_000);
    assertThat(fired).hasSize(1);
    assertThat(fired.getFirst().id()).isEqualTo(id);
    assertThat(fired.getFirst().triggerKey()).isEqualTo("manual");
    assertThat(fired.getFirst().payload()).contains("now");
  }

  @Test
  void refusesEverythingWrongAtOnceAndBindsNothing() {
    assertThatThrownBy(() ->
            bind(
                "a",
                Trigger.cron("0 61 * * * ?"),
                Trigger.event("orrery_events"),
                Trigger.everySeconds(60),
                Trigger.everySeconds(60),
                Trigger.cron("@every 5m")))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.problems()).hasSize(4))
        .hasMessageContainingAll("minute '61'", "is reserved", "every:60s twice", "@every 5m");
    assertThatThrownBy(() -> bind("a")).hasMessageContaining("a: has no trigger");
    bind("a", Trigger.manual());
    assertThatThrownBy(() -> bind("a", Trigger.everySeconds(60)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("bound already");
    timeline.advanceTo(START + 120_000);
    assertThat(fired).isEmpty();
  }
}
