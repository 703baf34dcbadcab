package dev.orrery.runtime.isolation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes platform threads have allocated, and for how long they have run, as the JVM counts
 * it: some tens of nanoseconds a question. Not known until {@link #prepare} has been called, and
 * never in a JVM that does not count. Thread-safe.
 */
public final class Allocations {
  /** Not known. */
  public static final long UNKNOWN = -1;

  private static volatile @Nullable ThreadMXBean counter;

  private Allocations() {}

  /** Loads what counts: takes tens of milliseconds once, so nobody who is waited for should. */
  public static void prepare() {
    if (counter == null
        && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean found
        && found.isThreadAllocatedMemorySupported()
        && found.isThreadAllocatedMemoryEnabled()) {
      counter = found;
    }
  }

  /** Of the calling thread since its start. */
  public static long own() {
    ThreadMXBean known = counter;
    return known == null ? UNKNOWN : known.getCurrentThreadAllocatedBytes();
  }

  /** Of a thread since its start. */
  public static long of(Thread thread) {
    ThreadMXBean known = counter;
    return known == null ? UNKNOWN : known.getThreadAllocatedBytes(thread.threadId());
  }

  /** Processor time of a thread since its start, in nanoseconds; unknown as the bytes are. */
  public static long processorTime(Thread thread) {
    ThreadMXBean known = counter;
    return known == null || !known.isThreadCpuTimeSupported()
        ? UNKNOWN
        : known.getThreadCpuTime(thread.threadId());
  }
}
