package dev.orrery.benchmark;

import java.util.concurrent.locks.LockSupport;

/**
 * What the machine itself takes to wake a sleeping thread of the same process: one thread hands a
 * number to another and sleeps until it is back, with the same pause after each as a firing has. No
 * tick on another thread can begin sooner.
 */
final class BareHandOff {
  private final Thread asking = Thread.currentThread();
  private volatile long asked;
  private volatile long taken;
  private volatile long takenNanos;

  private BareHandOff() {}

  /** Nanoseconds from before the hand-off until the other thread runs, one for each. */
  static long[] sample(int warm, int count, long pauseNanos) {
    return new BareHandOff().sampled(warm, count, pauseNanos);
  }

  private long[] sampled(int warm, int count, long pauseNanos) {
    Thread taking = Thread.ofPlatform().daemon().name("taking").start(() -> take(warm + count));
    long[] nanos = new long[count];
    for (int i = 0; i < warm + count; i++) {
      LockSupport.parkNanos(pauseNanos);
      long begin = System.nanoTime();
      asked = i + 1L;
      LockSupport.unpark(taking);
      while (taken <= i) {
        LockSupport.park(this);
      }
      if (i >= warm) {
        nanos[i - warm] = takenNanos - begin;
      }
    }
    return nanos;
  }

  private void take(long last) {
    for (long next = 1; next <= last; next++) {
      while (asked < next) {
        LockSupport.park(this);
      }
      takenNanos = System.nanoTime();
      taken = next;
      LockSupport.unpark(asking);
    }
  }
}
