package dev.orrery.runtime;

import dev.orrery.api.Trigger;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import dev.orrery.trigger.FiringHistory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is known of a strategy's firings, with everything that binding its triggers asks of the
 * database read beforehand: they are bound between two events of the market, where nothing may
 * wait. Immutable.
 */
final class KnownBefore implements FiringHistory {
  private final FiringHistory firings;
  private final Map<BoundTrigger, Long> eventsDoneTo = new HashMap<>();

  /**
   * Reads.
   *
   * @param bound those that are bound already, of which nothing is asked
   */
  KnownBefore(StrategyUnit unit, List<Trigger> triggers, List<Trigger> bound) {
    this.firings = unit.firings();
    for (Trigger trigger : triggers) {
      if (trigger instanceof Trigger.Event && !bound.contains(trigger)) {
        BoundTrigger asked = new BoundTrigger(unit.deployment(), unit.name(), trigger);
        eventsDoneTo.put(asked, firings.eventsDoneTo(asked));
      }
    }
  }

  @Override
  public OptionalLong lastMark(BoundTrigger trigger) {
    return firings.lastMark(trigger);
  }

  @Override
  public boolean decided(FiredTrigger firing) {
    return firings.decided(firing);
  }

  @Override
  public long eventsDoneTo(BoundTrigger trigger) {
    return eventsDoneTo.getOrDefault(trigger, 0L);
  }
}
