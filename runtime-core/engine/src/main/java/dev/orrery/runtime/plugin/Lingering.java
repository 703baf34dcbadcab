package dev.orrery.runtime.plugin;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Jars that were unloaded but whose classes stay, because threads they started do not end. Knows
 * the loaders weakly: it must not be what keeps them. Thread-safe.
 */
final class Lingering {
  private record Jar(String fileName, WeakReference<ClassLoader> loader, List<Thread> threads) {
    boolean isOver() {
      return loader.get() == null || threads.stream().noneMatch(Thread::isAlive);
    }

    String line() {
      return "plugin "
          + fileName
          + " stays in memory: it left threads that do not end: "
          + threads.stream()
              .filter(Thread::isAlive)
              .map(Thread::getName)
              .collect(Collectors.joining(", "));
    }
  }

  private final List<Jar> jars = new ArrayList<>();

  synchronized void add(String fileName, ClassLoader loader, List<Thread> threads) {
    jars.add(new Jar(fileName, new WeakReference<>(loader), threads));
  }

  /** A line each that names jar and threads. */
  synchronized List<String> lines() {
    jars.removeIf(Jar::isOver);
    return jars.stream().map(Jar::line).toList();
  }
}
