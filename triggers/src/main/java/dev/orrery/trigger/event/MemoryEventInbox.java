package dev.orrery.trigger.event;

import dev.orrery.kernel.Timeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Events of one process, lost with it: for embedding, backtests and tests. Keeps the newest 10,000.
 * Thread-safe.
 */
public final class MemoryEventInbox implements EventInbox {
  private static final int KEPT = 10_000;

  private final Timeline timeline;
  private final MemoryNotifications notifications;
  private final Deque<Event> events = new ArrayDeque<>();
  private long lastId;

  /** Hints at new events through {@code notifications}. */
  public MemoryEventInbox(Timeline timeline, MemoryNotifications notifications) {
    this.timeline = timeline;
    this.notifications = notifications;
  }

  @Override
  public List<Event> pending(Set<String> topics, long afterId, int limit) {
    List<Event> found = new ArrayList<>();
    synchronized (events) {
      for (Event event : events) {
        if (found.size() == limit) {
          break;
        }
        if (event.id() > afterId && topics.contains(event.topic())) {
          found.add(event);
        }
      }
    }
    return found;
  }

  @Override
  public long emit(String topic, String payload) {
    Topics.check(topic, payload);
    long id;
    synchronized (events) {
      id = ++lastId;
      events.add(new Event(id, topic, payload, timeline.nowMillis()));
      if (events.size() > KEPT) {
        events.remove();
      }
    }
    notifications.send(EventInbox.CHANNEL, Long.toString(id));
    return id;
  }
}
