package dev.orrery.runtime.plugin;

import dev.orrery.runtime.isolation.AbandonedThreads;
import dev.orrery.runtime.isolation.Ladder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Threads that a plugin started and did not end. A thread inherits the context loader of the one
 * that starts it, and within plugin code that is the plugin's: so they are found by it, or by their
 * own class. Virtual threads cannot be listed and are not found.
 */
final class LeftThreads {
  private final StrategyClassLoader loader;
  private final Ladder ladder;
  private final AbandonedThreads abandoned;

  LeftThreads(StrategyClassLoader loader, Ladder ladder, AbandonedThreads abandoned) {
    this.loader = loader;
    this.ladder = ladder;
    this.abandoned = abandoned;
  }

  /** Those that are alive. */
  List<Thread> find() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] all = new Thread[2 * root.activeCount() + 16];
    int count = root.enumerate(all, true);
    return Arrays.stream(all, 0, count).filter(this::isOfPlugin).toList();
  }

  /**
   * Ends them: by an interrupt, then at the gate of their jar.
   *
   * @param plugin for people
   * @return those that do not end
   */
  List<Thread> end(String plugin) {
    List<Thread> left = find();
    if (left.isEmpty()) {
      return left;
    }
    left.forEach(Thread::interrupt);
    List<Thread> stubborn = alive(left, ladder.pollAfter());
    for (Thread thread : stubborn) {
      loader.gate().raise(thread, plugin + " was unloaded");
      thread.interrupt();
    }
    List<Thread> staying = alive(stubborn, ladder.quarantineAfter());
    for (Thread thread : stubborn) {
      if (!staying.contains(thread)) {
        loader.gate().lower(thread);
      } else if (!abandoned.has(thread)) {
        abandoned.add(thread, 0, "thread " + thread.getName() + " left by " + plugin);
      }
    }
    return staying;
  }

  private boolean isOfPlugin(Thread thread) {
    return loader.equals(thread.getContextClassLoader())
        || loader.equals(thread.getClass().getClassLoader());
  }

  /** Those still alive once this long has passed, or sooner when none is. */
  private static List<Thread> alive(List<Thread> threads, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    List<Thread> alive = new ArrayList<>();
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        long left = Math.max(1, end - System.nanoTime());
        if (!interrupted) {
          TimeUnit.NANOSECONDS.timedJoin(thread, left);
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (thread.isAlive()) {
        alive.add(thread);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return alive;
  }
}
