package dev.orrery.runtime;

import dev.orrery.api.Trigger;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import dev.orrery.trigger.FiringHistory;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The journal's past, as triggers ask for it. */
final class HistoryOfFirings implements FiringHistory {
  private final DecisionHistory history;
  private final Map<String, Map<String, Long>> marks = new ConcurrentHashMap<>();

  HistoryOfFirings(DecisionHistory history) {
    this.history = history;
  }

  @Override
  public OptionalLong lastMark(BoundTrigger trigger) {
    Long mark = marks.computeIfAbsent(trigger.deployment(), history::lastMarks).get(trigger.key());
    return mark == null ? OptionalLong.empty() : OptionalLong.of(mark);
  }

  @Override
  public boolean decided(FiredTrigger firing) {
    return history.decided(firing.deployment(), firing.id());
  }

  @Override
  public long eventsDoneTo(BoundTrigger trigger) {
    return trigger.trigger() instanceof Trigger.Event event
        ? history.eventsDoneTo(trigger.deployment(), trigger.strategy(), event.topic())
        : 0;
  }
}
