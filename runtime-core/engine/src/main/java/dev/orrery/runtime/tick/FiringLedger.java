package dev.orrery.runtime.tick;

import dev.orrery.api.Trigger;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import dev.orrery.trigger.FiringHistory;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets each firing through once, and knows which there were, before this start and since. Firings
 * of a schedule come in the order of their instants, so the latest one says it all; those of events
 * and people are known by id: the latest {@value #REMEMBERED} here, the older ones by the journal.
 * Thread-safe.
 */
final class FiringLedger implements FiringHistory {
  private static final int REMEMBERED = 4_096;

  private final String deployment;
  private final DecisionHistory history;
  private final Map<String, Long> lastMarks;
  private final Map<BoundTrigger, Mark> marks = new HashMap<>();
  private final Set<String> ids = new LinkedHashSet<>();

  // The trigger that fired last and its mark: a backtest has one.
  private @Nullable BoundTrigger lastTrigger;
  private @Nullable Mark lastMark;

  FiringLedger(String deployment, DecisionHistory history) {
    this.deployment = deployment;
    this.history = history;
    this.lastMarks = history.lastMarks(deployment);
  }

  @Override
  public synchronized OptionalLong lastMark(BoundTrigger trigger) {
    Mark mark = marks.get(trigger);
    Long at = mark == null ? lastMarks.get(trigger.key()) : Long.valueOf(mark.at);
    return at == null || at == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(at);
  }

  @Override
  public boolean decided(FiredTrigger firing) {
    synchronized (this) {
      if (ids.contains(firing.id())) {
        return true;
      }
    }
    return history.decided(deployment, firing.id());
  }

  @Override
  public long eventsDoneTo(BoundTrigger trigger) {
    return trigger.trigger() instanceof Trigger.Event event
        ? history.eventsDoneTo(deployment, trigger.strategy(), event.topic())
        : 0;
  }

  /** Whether this firing has not been here before; it has from now on. */
  synchronized boolean first(FiredTrigger firing) {
    return firing.originId() == null ? firstMark(firing) : firstId(firing.id());
  }

  @SuppressWarnings("ReferenceEquality") // a look before the map: equal triggers are mostly one
  private boolean firstMark(FiredTrigger firing) {
    Mark mark = lastMark;
    if (mark == null || firing.source() != lastTrigger) {
      mark =
          marks.computeIfAbsent(
              firing.source(),
              source -> new Mark(lastMarks.getOrDefault(source.key(), Long.MIN_VALUE)));
      lastTrigger = firing.source();
      lastMark = mark;
    }
    if (firing.atMillis() <= mark.at) {
      return false;
    }
    mark.at = firing.atMillis();
    return true;
  }

  private boolean firstId(String id) {
    if (ids.contains(id) || history.decided(deployment, id)) {
      return false;
    }
    ids.add(id);
    if (ids.size() > REMEMBERED) {
      ids.remove(ids.iterator().next());
    }
    return true;
  }

  private static final class Mark {
    private long at;

    Mark(long at) {
      this.at = at;
    }
  }
}
