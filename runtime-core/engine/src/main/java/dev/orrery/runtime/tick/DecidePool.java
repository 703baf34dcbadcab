package dev.orrery.runtime.tick;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform threads that enter plugin code. As many as {@code core} as long as they get through
 * their work; when tasks wait and none ends, more are added up to {@code max}, so that a few
 * strategies that hang do not hold up the others; back to {@code core} once the queue is empty. The
 * threads can be renewed while it works.
 *
 * <p>A thread that was given up counts no more and ends when it comes back. It must start no other
 * thread: on Linux that would inherit its low priority. An executor of the JDK's does just that
 * when it loses a thread, hence a pool of our own. Thread-safe.
 */
final class DecidePool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecidePool.class);
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final int core;
  private final int max;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition ended = lock.newCondition();

  // Guarded by the lock.
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private final Set<Worker> workers = new LinkedHashSet<>();

  /** Renewed, and still inside a task. */
  private final Set<Worker> leaving = new LinkedHashSet<>();

  private int idle;
  private int wanted;
  private long started;
  private long completed;
  private long completedAtLastLook;
  private boolean closed;

  DecidePool(int core, int max) {
    this.core = core;
    this.max = Math.max(core, max);
    this.wanted = core;
  }

  /** Runs it on a thread of the pool; false when the pool is closed. */
  boolean execute(Runnable task) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      queue.add(task);
      work.signal();
      if (queue.size() > idle) {
        startOne();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Lets no thread there is take another task; what waits is run by fresh ones. */
  void renew() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      for (Worker worker : workers) {
        worker.lastTask = true;
        leaving.add(worker);
      }
      workers.clear();
      idle = 0;
      work.signalAll();
      startSome();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts on a thread no more, and puts another in its place; when it comes back it ends instead
   * of taking work. False for a thread that is not the pool's.
   */
  boolean abandon(Thread thread) {
    lock.lock();
    try {
      Worker found = find(thread);
      if (found == null) {
        return false;
      }
      found.lastTask = true;
      workers.remove(found);
      leaving.remove(found);
      ended.signalAll();
      startSome();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Adds threads when the ones there are stand still. Called by the watchdog only. */
  void adjust() {
    lock.lock();
    try {
      if (queue.isEmpty()) {
        if (wanted > core && workers.size() - idle < core) {
          wanted = core; // the others end when they have been idle for a while
        }
      } else if (completed == completedAtLastLook && wanted < max) {
        wanted = Math.min(max, wanted + core);
        startSome();
        LOG.debug("Decide pool grows threads={}", wanted);
      }
      completedAtLastLook = completed;
    } finally {
      lock.unlock();
    }
  }

  /** Threads inside a tick now, but for those that were given up. */
  int active() {
    lock.lock();
    try {
      return workers.size() - idle + leaving.size();
    } finally {
      lock.unlock();
    }
  }

  /** Firings that wait for a thread. */
  int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    close(() -> {});
  }

  /**
   * Ends: what runs is waited for a moment, then interrupted, then ended.
   *
   * @param endCalls ends calls into plugins that are still under way
   */
  void close(Runnable endCalls) {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      if (awaitEnd(TimeUnit.SECONDS.toNanos(2))) {
        return;
      }
      queue.clear();
      workers.forEach(worker -> worker.thread.interrupt());
      leaving.forEach(worker -> worker.thread.interrupt());
      if (awaitEnd(TimeUnit.MILLISECONDS.toNanos(500))) {
        return;
      }
      endCalls.run();
      if (!awaitEnd(TimeUnit.SECONDS.toNanos(2))) {
        LOG.warn(
            "Threads still inside plugin code are left behind count={}",
            workers.size() + leaving.size());
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitEnd(long longest) {
    long left = longest;
    try {
      while (!workers.isEmpty() || !leaving.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private @Nullable Worker find(Thread thread) {
    for (Set<Worker> some : List.of(workers, leaving)) {
      for (Worker worker : some) {
        if (worker.thread.equals(thread)) {
          return worker;
        }
      }
    }
    return null;
  }

  private void startSome() {
    for (int waiting = queue.size() - idle; waiting > 0; waiting--) {
      startOne();
    }
  }

  private void startOne() {
    if (workers.size() < wanted) {
      Worker worker = new Worker(started++);
      workers.add(worker);
      worker.thread.start();
    }
  }

  /** The next task of a worker; null when it is to end. */
  private @Nullable Runnable next(Worker worker) {
    lock.lock();
    try {
      completed += worker.busy ? 1 : 0;
      worker.busy = false;
      long left = IDLE_NANOS;
      while (!worker.lastTask) {
        Runnable task = queue.poll();
        if (task != null) {
          worker.busy = true;
          return task;
        }
        if (closed || left <= 0) {
          break;
        }
        idle++;
        try {
          left = work.awaitNanos(left);
        } catch (InterruptedException e) {
          LOG.trace("An interrupt that was meant for a task which has ended", e);
        }
        idle -= worker.lastTask ? 0 : 1; // after a renewal nobody there counts as idle
      }
      leave(worker);
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Worker worker) {
    lock.lock();
    try {
      workers.remove(worker);
      leaving.remove(worker);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Worker implements Runnable {
    private final Thread thread;

    // Guarded by the lock.
    private boolean busy;
    private boolean lastTask;

    Worker(long number) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .name("orrery-decide-" + number)
              .inheritInheritableThreadLocals(false)
              .unstarted(this);
    }

    @Override
    public void run() {
      try {
        for (Runnable task = next(this); task != null; task = next(this)) {
          task.run();
        }
      } catch (RuntimeException | Error e) {
        LOG.error("A thread of the decide pool died thread={}", thread.getName(), e);
      } finally {
        leave(this);
      }
    }
  }
}
