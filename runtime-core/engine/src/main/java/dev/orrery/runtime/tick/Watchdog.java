package dev.orrery.runtime.tick;

import dev.orrery.kernel.Unfailing;
import dev.orrery.runtime.isolation.Allocations;
import dev.orrery.runtime.isolation.LineStream;
import dev.orrery.runtime.isolation.PluginOutput;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few milliseconds for calls that last too long or take too much, on one thread, and
 * condemns what it has found on another: that may wait, and who looks must not. Until {@link
 * #close}.
 */
final class Watchdog implements PluginOutput.Source, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long LOOK_NANOS = 5_000_000L;

  private final List<CallSlot> slots = new CopyOnWriteArrayList<>();

  @SuppressWarnings("ThreadLocalUsage") // of one runtime: two in one process do not share slots
  private final ThreadLocal<CallSlot> own = new ThreadLocal<>();

  private final Warden warden;
  private final Runnable eachLook;
  private final Thread thread;
  private final Thread condemning;
  private volatile @Nullable String endsAll;
  private volatile boolean closed;

  /**
   * Begins to look.
   *
   * @param eachLook also run at each look; must not block
   */
  Watchdog(Warden warden, Runnable eachLook) {
    this.warden = warden;
    this.eachLook = eachLook;
    this.thread = Thread.ofPlatform().daemon().name("orrery-watchdog").start(this::look);
    this.condemning =
        Thread.ofPlatform()
            .daemon()
            .name("orrery-condemning")
            .inheritInheritableThreadLocals(false)
            .start(() -> condemn(thread));
  }

  /** The calling thread's slot. */
  CallSlot slot() {
    CallSlot slot = own.get();
    if (slot == null) {
      slot = new CallSlot();
      own.set(slot);
      slots.add(slot);
    }
    return slot;
  }

  @Override
  public @Nullable LineStream output(boolean error) {
    CallSlot slot = own.get();
    return slot == null ? null : slot.output(error);
  }

  /** The strategies whose code a thread is in now. */
  Set<StrategyUnit> inside() {
    Set<StrategyUnit> inside = new LinkedHashSet<>();
    for (CallSlot slot : slots) {
      StrategyUnit unit = slot.insideOf();
      if (unit != null) {
        inside.add(unit);
      }
    }
    return inside;
  }

  /** Ends every call of a strategy that is under way. Within a look only. */
  void endCalls(StrategyUnit unit, String cause) {
    long now = System.nanoTime();
    slots.forEach(slot -> slot.end(unit, cause, now, warden));
  }

  /**
   * Ends every call under way that has allocated more than so many bytes. Within a look only.
   *
   * @return what they allocated together
   */
  long endCallsOver(long bytes, String cause) {
    long sum = 0;
    for (CallSlot slot : slots) {
      sum += slot.endOver(bytes, cause, warden);
    }
    return sum;
  }

  /** Puts down to each strategy what threads have allocated for it until now. */
  void countAllocations() {
    slots.forEach(CallSlot::countNow);
  }

  /** Ends every call there is from now on. */
  void endAll(String cause) {
    endsAll = cause;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    LockSupport.unpark(condemning);
    try {
      thread.join(1_000);
      condemning.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing may end this thread, not even no memory: every deadline depends on it. */
  private void look() {
    try {
      Allocations.prepare();
    } catch (RuntimeException | Error e) {
      tell(e);
    }
    while (!closed) {
      try {
        LockSupport.parkNanos(this, LOOK_NANOS);
        stopGreedy(); // before anything is allocated: who fills the heap makes all that slow
        eachLook.run();
      } catch (RuntimeException | Error e) {
        tell(e);
      }
      try {
        lookAtAll(System.nanoTime());
      } catch (RuntimeException | Error e) {
        tell(e);
      }
    }
  }

  /** Without an iterator, which would have to be allocated; nobody else takes slots away. */
  private void stopGreedy() {
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).stopIfGreedy(warden);
    }
  }

  private void lookAtAll(long now) {
    String over = endsAll;
    boolean gone = false;
    boolean condemns = false;
    for (CallSlot slot : slots) {
      try {
        if (over != null) {
          slot.end(null, over, now, warden);
        }
        slot.look(now, warden);
        gone |= slot.isGone();
        condemns |= slot.isToBeCondemned();
      } catch (RuntimeException | Error e) {
        tell(e);
      }
    }
    if (condemns) {
      LockSupport.unpark(condemning);
    }
    if (gone) {
      slots.removeIf(CallSlot::isGone);
    }
  }

  /** Goes on until nobody looks any more: a thread that is to be condemned waits for that. */
  private void condemn(Thread looking) {
    boolean last = false;
    while (!last) {
      if (closed) {
        LockSupport.parkNanos(this, LOOK_NANOS);
      } else {
        LockSupport.park(this);
      }
      last = closed && !looking.isAlive();
      for (CallSlot slot : slots) {
        try {
          slot.condemn(warden);
        } catch (RuntimeException | Error e) {
          tell(e);
        }
      }
    }
  }

  private static void tell(Throwable cause) {
    Unfailing.error(LOG, "A look at calls into strategies failed", cause);
  }
}
