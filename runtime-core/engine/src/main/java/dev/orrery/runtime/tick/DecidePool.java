package dev.orrery.runtime.tick;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform threads that enter plugin code. As many as {@code core} as long as they get through
 * their work; when tasks wait and none ends, more are added up to {@code max}, so that a few
 * strategies that hang do not hold up the others; back to {@code core} once the queue is empty. The
 * threads can be renewed while it works.
 */
final class DecidePool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecidePool.class);

  private final int core;
  private final int max;
  private final ThreadFactory factory =
      Thread.ofPlatform()
          .daemon()
          .name("orrery-decide-", 0)
          .inheritInheritableThreadLocals(false)
          .factory();

  /** Taken out of service, with threads that are still inside a tick. */
  private final List<ThreadPoolExecutor> leaving = new CopyOnWriteArrayList<>();

  private volatile ThreadPoolExecutor threads;
  private volatile boolean closed;
  private long completedAtLastLook;

  DecidePool(int core, int max) {
    this.core = core;
    this.max = Math.max(core, max);
    this.threads = make();
  }

  private ThreadPoolExecutor make() {
    ThreadPoolExecutor made =
        new ThreadPoolExecutor(
            core, core, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    made.allowCoreThreadTimeOut(true);
    return made;
  }

  /** Runs it on a thread of the pool; false when the pool is closed. */
  boolean execute(Runnable task) {
    while (true) {
      ThreadPoolExecutor now = threads;
      try {
        now.execute(task);
        return true;
      } catch (RejectedExecutionException e) {
        if (closed) {
          LOG.debug("No thread any more for a tick", e);
          return false;
        }
        // Its threads were renewed meanwhile.
      }
    }
  }

  /** Lets no thread there is take another task; what waits is run by fresh ones. */
  synchronized void renew() {
    if (closed) {
      return;
    }
    ThreadPoolExecutor before = threads;
    threads = make();
    leaving.add(before);
    before.shutdown();
    List<Runnable> waiting = new ArrayList<>();
    before.getQueue().drainTo(waiting);
    waiting.forEach(threads::execute);
    leaving.removeIf(ThreadPoolExecutor::isTerminated);
  }

  /** Adds threads when the ones there are stand still. Called by the watchdog only. */
  void adjust() {
    ThreadPoolExecutor now = threads;
    long completed = now.getCompletedTaskCount();
    int size = now.getCorePoolSize();
    if (now.getQueue().isEmpty()) {
      if (size > core && now.getActiveCount() < core) {
        now.setCorePoolSize(core);
        now.setMaximumPoolSize(core);
      }
    } else if (completed == completedAtLastLook && size < max) {
      int wanted = Math.min(max, size + core);
      now.setMaximumPoolSize(wanted);
      now.setCorePoolSize(wanted);
      LOG.debug("Decide pool grows threads={}", wanted);
    }
    completedAtLastLook = completed;
  }

  /** Threads inside a tick now. */
  int active() {
    int count = threads.getActiveCount();
    for (ThreadPoolExecutor old : leaving) {
      count += old.getActiveCount();
    }
    return count;
  }

  /** Threads there are. */
  int size() {
    int count = threads.getPoolSize();
    for (ThreadPoolExecutor old : leaving) {
      count += old.getPoolSize();
    }
    return count;
  }

  /** Firings that wait for a thread. */
  int waiting() {
    return threads.getQueue().size();
  }

  /** Interrupts what runs and waits a moment. */
  @Override
  public void close() {
    List<ThreadPoolExecutor> all;
    synchronized (this) {
      closed = true;
      leaving.add(threads);
      all = List.copyOf(leaving);
    }
    all.forEach(ThreadPoolExecutor::shutdown);
    if (!ended(all)) {
      all.forEach(ThreadPoolExecutor::shutdownNow);
      if (!ended(all)) {
        int left = all.stream().mapToInt(ThreadPoolExecutor::getActiveCount).sum();
        LOG.warn("Threads still inside plugin code are left behind count={}", left);
      }
    }
  }

  private static boolean ended(List<ThreadPoolExecutor> all) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    boolean ended = true;
    try {
      for (ThreadPoolExecutor each : all) {
        ended &= each.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return ended;
  }
}
