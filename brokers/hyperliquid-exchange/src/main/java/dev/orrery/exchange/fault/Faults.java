package dev.orrery.exchange.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The faults that are in force. With the same seed, faults and occasions the same ones come: each
 * fault draws from numbers of its own. Thread-safe.
 */
public final class Faults {
  private final long seed;
  private final Map<String, Live> live = new LinkedHashMap<>();
  private int given;

  /** None yet. */
  public Faults(long seed) {
    this.seed = seed;
  }

  /**
   * Adds one.
   *
   * @param nowMillis time on the clock that {@link #due} is asked with
   * @return its name
   */
  public synchronized String add(Fault fault, long nowMillis) {
    int number = ++given;
    String id = "fault-" + number;
    live.put(id, new Live(id, fault, new SplittableRandom(seed * 31 + number), nowMillis));
    return id;
  }

  /** Takes one back; whether it was there. */
  public synchronized boolean remove(String id) {
    return live.remove(id) != null;
  }

  /** Takes all back. */
  public synchronized void clear() {
    live.clear();
  }

  /** All of them, in the order they were added; those that have come as often as asked too. */
  public synchronized List<Standing> standing() {
    return live.values().stream().map(Live::standing).toList();
  }

  /** What becomes of a request; each counts as an occasion. */
  public synchronized RequestFate of(Asked asked) {
    if (live.isEmpty()) {
      return RequestFate.GOOD;
    }
    Duration before = Duration.ZERO;
    Duration after = Duration.ZERO;
    Trouble.Status status = null;
    boolean lost = false;
    List<Trouble.RejectOrders> rejections = new ArrayList<>();
    List<Fault> events = new ArrayList<>();
    for (Live each : live.values()) {
      Fault fault = each.fault;
      boolean isEvent = fault.trouble() instanceof Trouble.Event;
      boolean mine = fault.trouble() instanceof Trouble.OfRequest || (isEvent && !fault.byTime());
      if (!mine || !fault.match().fits(asked) || !each.comes()) {
        continue;
      }
      switch (fault.trouble()) {
        case Trouble.LostReply _ -> lost = true;
        case Trouble.Delay(var by, var first) -> {
          before = first ? before.plus(by) : before;
          after = first ? after : after.plus(by);
        }
        case Trouble.Status one -> status = status == null ? one : status;
        case Trouble.RejectOrders some -> rejections.add(some);
        case Trouble.Event _ -> events.add(fault);
        case Trouble.OfMessage _ -> throw new IllegalStateException("no message was asked about");
      }
    }
    return new RequestFate(before, after, status, lost, rejections, events);
  }

  /** What becomes of a message; each counts as an occasion. The first fault that comes decides. */
  public synchronized MessageFate of(Told told) {
    MessageFate fate = MessageFate.SENT;
    for (Live each : live.values()) {
      if (each.fault.trouble() instanceof Trouble.OfMessage trouble
          && each.fault.match().fits(told)
          && each.comes()
          && fate == MessageFate.SENT) {
        fate =
            switch (trouble) {
              case Trouble.Duplicate _ -> MessageFate.TWICE;
              case Trouble.Reorder _ -> MessageFate.LATER;
              case Trouble.Missing _ -> MessageFate.NEVER;
            };
      }
    }
    return fate;
  }

  /** Events whose time has come since this was last asked. */
  public synchronized List<Fault> due(long nowMillis) {
    List<Fault> due = new ArrayList<>();
    for (Live each : live.values()) {
      if (each.fault.byTime() && each.isDue(nowMillis)) {
        due.add(each.fault);
      }
    }
    return due;
  }

  private static final class Live {
    private final String id;
    private final Fault fault;
    private final SplittableRandom random;
    private long next;
    private long seen;
    private long come;

    Live(String id, Fault fault, SplittableRandom random, long nowMillis) {
      this.id = id;
      this.fault = fault;
      this.random = random;
      this.next = nowMillis + fault.at().toMillis();
    }

    Standing standing() {
      return new Standing(id, fault, seen, come);
    }

    /** One more occasion; whether the fault comes with it. */
    boolean comes() {
      seen++;
      if (seen <= fault.skip() || (fault.count() > 0 && come >= fault.count())) {
        return false;
      }
      if (fault.probability() < 1 && random.nextDouble() >= fault.probability()) {
        return false;
      }
      come++;
      return true;
    }

    boolean isDue(long nowMillis) {
      if (nowMillis < next) {
        return false;
      }
      Duration every = fault.every();
      next = every == null ? Long.MAX_VALUE : next + every.toMillis();
      return comes();
    }
  }
}
