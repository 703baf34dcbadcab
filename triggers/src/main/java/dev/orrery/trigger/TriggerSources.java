package dev.orrery.trigger;

import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.trigger.event.EventRouter;
import dev.orrery.trigger.manual.ManualFirings;
import dev.orrery.trigger.schedule.Scheduler;

/**
 * Where firings of one runtime come from: shared by all its strategies, made once. Closing is its
 * maker's.
 *
 * @param timeline the market's time
 * @param scheduler marks of schedules
 * @param bars candles that close on the board
 * @param events durable events and notices
 * @param manual requests by hand
 */
public record TriggerSources(
    Timeline timeline,
    Scheduler scheduler,
    BarCloses bars,
    EventRouter events,
    ManualFirings manual) {
  /** Over a board. */
  public TriggerSources(
      Timeline timeline,
      Scheduler scheduler,
      MarketBoard board,
      EventRouter events,
      ManualFirings manual) {
    this(timeline, scheduler, new BarCloses(board), events, manual);
  }
}
