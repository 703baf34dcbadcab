package dev.orrery.runner.hostile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Threads of the runtime that stay in a strategy's code. Looks at their stacks whenever it is asked
 * to, one after the other: a look at all at once stops all of them, for a second when one of them
 * is deep, and marks would be late for it. Confined to one thread.
 *
 * <p>A thread spins when it runs after a call may last no longer; unless the machine has nothing
 * else to do, when it has had as much processor time: one that waits for a processor which other
 * programs have does not spin.
 */
final class Lingering {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private record Inside(String type, long since, long processorTime) {}

  private final long longestNanos;
  private final boolean idleMachine;
  private final Map<Thread, Inside> inside = new HashMap<>();
  private final Set<String> spinning = new TreeSet<>();
  private int over;

  /** Threads are held against this long in one call. */
  Lingering(long longestNanos, boolean idleMachine) {
    this.longestNanos = longestNanos;
    this.idleMachine = idleMachine;
  }

  void look(long now) {
    List<Thread> threads = ofRuntime();
    inside.keySet().retainAll(threads);
    int found = 0;
    for (Thread thread : threads) {
      StackTraceElement[] stack = thread.getStackTrace();
      String type = typeOfStrategy(stack);
      if (type == null) {
        inside.remove(thread);
        continue;
      }
      Inside before = inside.get(thread);
      if (before == null || !before.type().equals(type)) {
        inside.put(thread, new Inside(type, now, processorTime(thread)));
      } else if (now - before.since() > longestNanos) {
        found++;
        long ran = processorTime(thread) - before.processorTime();
        if (thread.getState() == Thread.State.RUNNABLE
            && stack[0].getModuleName() == null
            && (idleMachine || ran > longestNanos)) {
          spinning.add(type + " at " + stack[0]);
        }
      }
    }
    over = found;
  }

  /** How many there were at the last look. */
  int over() {
    return over;
  }

  /** Those that ran the strategy's own code, at any look. */
  Set<String> spinning() {
    return spinning;
  }

  private static long processorTime(Thread thread) {
    return THREADS.getThreadCpuTime(thread.threadId());
  }

  private static List<Thread> ofRuntime() {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    Thread[] threads = new Thread[2 * all.activeCount() + 100];
    int count = all.enumerate(threads);
    return Arrays.stream(threads, 0, count)
        .filter(thread ->
            thread.getName().startsWith("orrery-decide-")
                || thread.getName().startsWith("plugin-call "))
        .toList();
  }

  private static @Nullable String typeOfStrategy(StackTraceElement[] stack) {
    String outermost = null;
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().startsWith("p.")) {
        outermost = frame.getClassName();
      }
    }
    return outermost;
  }
}
