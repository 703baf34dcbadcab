package dev.orrery.trigger.schedule;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quartz.spi.ThreadExecutor;

/**
 * Starts the thread on which Quartz waits, and knows it: an error, as one for want of memory, ends
 * that for ever, and nobody else would notice. Made by Quartz, by name: public for that alone.
 */
public final class KeepingThread implements ThreadExecutor {
  /** A scheduler is made on one thread. */
  private static final ThreadLocal<@Nullable Thread> STARTED = new ThreadLocal<>();

  /** Made by Quartz. */
  public KeepingThread() {}

  /** The one of the scheduler that this thread has just made. */
  static Thread started() {
    Thread thread = Objects.requireNonNull(STARTED.get());
    STARTED.remove();
    return thread;
  }

  @Override
  public void execute(Thread thread) {
    thread.start();
    STARTED.set(thread);
  }

  @Override
  public void initialize() {
    // Nothing to prepare.
  }
}
