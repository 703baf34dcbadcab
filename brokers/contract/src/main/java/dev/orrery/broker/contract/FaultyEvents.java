package dev.orrery.broker.contract;

import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way from a broker to its listener, with faults: it repeats, holds back, turns round or loses
 * what is told. Thread-safe.
 */
public final class FaultyEvents implements BrokerEvents {
  private final BrokerEvents listener;
  private final Timeline timeline;
  private final List<BrokerEvent> held = new ArrayList<>();
  private final List<BrokerEvent> passed = new ArrayList<>();
  private Duration furthest = Duration.ZERO;
  private boolean deaf;
  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean overlapped;
  private Mode mode = Mode.PASS;

  /**
   * To this listener.
   *
   * @param timeline what events tell the time by
   */
  public FaultyEvents(BrokerEvents listener, Timeline timeline) {
    this.listener = listener;
    this.timeline = timeline;
  }

  /** What happens to an event. */
  public enum Mode {
    /** It arrives. */
    PASS,
    /** It arrives twice. */
    TWICE,
    /** It arrives when {@link #release} is called. */
    HOLD,
    /** It never arrives. */
    LOSE
  }

  /** From now on. */
  public synchronized void mode(Mode next) {
    mode = next;
  }

  @Override
  public void on(BrokerEvent event) {
    overlapped |= inside.incrementAndGet() > 1;
    try {
      take(event);
    } finally {
      inside.decrementAndGet();
    }
  }

  private synchronized void take(BrokerEvent event) {
    if (deaf) {
      return;
    }
    Duration off = Duration.between(event.at(), timeline.now()).abs();
    furthest = off.compareTo(furthest) > 0 ? off : furthest;
    switch (mode) {
      case PASS -> pass(event);
      case TWICE -> {
        pass(event);
        pass(event);
      }
      case HOLD -> held.add(event);
      case LOSE -> {}
    }
  }

  private void pass(BrokerEvent event) {
    passed.add(event);
    listener.on(event);
  }

  /** What was held back arrives, in order or the last first; from now on events pass. */
  public synchronized void release(boolean lastFirst) {
    List<BrokerEvent> now = new ArrayList<>(held);
    held.clear();
    mode = Mode.PASS;
    if (lastFirst) {
      Collections.reverse(now);
    }
    now.forEach(this::pass);
  }

  /** Nobody listens any more. */
  synchronized void deafen() {
    deaf = true;
  }

  /** The most that an event's time was off the timeline's when it was told. */
  public synchronized Duration furthest() {
    return furthest;
  }

  /** What has arrived. */
  public synchronized List<BrokerEvent> passed() {
    return List.copyOf(passed);
  }

  /** Whether the broker ever told two things at a time. */
  public boolean overlapped() {
    return overlapped;
  }
}
