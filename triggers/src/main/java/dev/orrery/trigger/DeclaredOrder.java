package dev.orrery.trigger;

import dev.orrery.kernel.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what falls on one instant of a simulated or paced timeline and fires it in the order the
 * strategy declares its triggers. Confined to the thread that drives the timeline.
 *
 * <p>Everything timed at an instant, bar closes and marks, is an event or an alarm that was set
 * before it; a task given at the instant itself comes behind them all.
 */
final class DeclaredOrder {
  private final Timeline timeline;
  private final List<Due> waiting = new ArrayList<>();

  DeclaredOrder(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Fires with the others of this instant. */
  void add(int position, Runnable firing) {
    if (waiting.isEmpty()) {
      timeline.at(timeline.nowMillis(), this::fireAll);
    }
    waiting.add(new Due(position, firing));
  }

  private void fireAll() {
    List<Due> due = new ArrayList<>(waiting);
    waiting.clear();
    due.sort(Comparator.comparingInt(Due::position));
    due.forEach(one -> one.firing().run());
  }

  private record Due(int position, Runnable firing) {}
}
