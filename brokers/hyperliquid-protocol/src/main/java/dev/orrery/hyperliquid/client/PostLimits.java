package dev.orrery.hyperliquid.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Ends posts that take too long, or whose caller was interrupted: a thread that reads from a socket
 * hears of neither. A thread of its own looks while there is something to look at, so that who
 * posts wakes nobody. Thread-safe.
 */
final class PostLimits implements AutoCloseable {
  /** How much later than asked a post may end. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How long it goes on looking after the last post. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Set<Limited> limited = ConcurrentHashMap.newKeySet();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("hyperliquid-limits").unstarted(this::run);
  private volatile boolean resting;
  private volatile boolean closed;

  /** Why a post was ended from here. */
  enum Ended {
    NOT,
    LATE,
    INTERRUPTED
  }

  /** A post under way. */
  static final class Limited {
    private final Cancellable request;
    private final Thread caller = Thread.currentThread();
    private final long end;
    private volatile Ended ended = Ended.NOT;

    /** Confined to the thread that looks. */
    private boolean cancelled;

    private Limited(Cancellable request, long end) {
      this.request = request;
      this.end = end;
    }

    /** Why it was ended from outside; not, when it was not. */
    Ended ended() {
      return ended;
    }

    private void look(long now) {
      if (ended == Ended.NOT && (now - end >= 0 || caller.isInterrupted())) {
        ended = caller.isInterrupted() ? Ended.INTERRUPTED : Ended.LATE;
      }
      if (ended != Ended.NOT && !cancelled) {
        request.cancel();
        cancelled = true;
      }
    }
  }

  PostLimits() {
    thread.start();
  }

  /** Limits what the calling thread is about to do. */
  Limited limit(Cancellable request, long millis) {
    Limited one = new Limited(request, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    limited.add(one);
    if (resting) {
      LockSupport.unpark(thread);
    }
    return one;
  }

  /** It has ended by itself, or has been. */
  void over(Limited one) {
    limited.remove(one);
  }

  private void run() {
    long last = System.nanoTime();
    while (!closed) {
      long now = System.nanoTime();
      if (!limited.isEmpty()) {
        last = now;
        look(now);
      }
      if (now - last < LINGER_NANOS) {
        LockSupport.parkNanos(this, LOOK_NANOS);
      } else {
        rest();
        last = System.nanoTime();
      }
    }
  }

  /** No want of memory may end this thread: without it a post could wait for ever. */
  private void look(long now) {
    try {
      limited.forEach(one -> one.look(now));
    } catch (OutOfMemoryError e) {
      LockSupport.parkNanos(this, LOOK_NANOS); // it comes back, and the next look tries again
    }
  }

  private void rest() {
    resting = true;
    while (limited.isEmpty() && !closed) {
      LockSupport.park(this);
    }
    resting = false;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
