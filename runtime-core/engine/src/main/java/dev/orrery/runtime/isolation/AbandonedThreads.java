package dev.orrery.runtime.isolation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that were given up on while they were in plugin code: nothing stops them but the end of
 * the process. A thread that comes back after all is forgotten. Thread-safe.
 */
public final class AbandonedThreads {
  private static final Logger LOG = LoggerFactory.getLogger(AbandonedThreads.class);

  private final Map<Thread, String> held = new ConcurrentHashMap<>();

  /**
   * Gives one up: soon it gets as little of the processor as there is while others want it, where
   * the system allows. Returns at once: the first call into the system has to be linked, which
   * takes memory and time, and whoever gives up a thread has others to look after.
   *
   * @param nativeId of {@link NativeThread#ownId}, asked on that thread; 0 when it is not known
   * @param what for people: which call it is in
   */
  public void add(Thread thread, long nativeId, String what) {
    held.put(thread, what);
    Thread.ofPlatform()
        .daemon()
        .name("orrery-lowering")
        .inheritInheritableThreadLocals(false)
        .start(() -> lower(thread, nativeId, what));
  }

  private static void lower(Thread thread, long nativeId, String what) {
    boolean lowered = NativeThread.lower(nativeId);
    LOG.error(
        "A thread does not leave plugin code and is given up call={} thread={} lowered={}",
        what,
        thread.getName(),
        lowered);
  }

  /** It came back. */
  public void remove(Thread thread) {
    held.remove(thread);
  }

  /** Whether it is one of them. */
  public boolean has(Thread thread) {
    return held.containsKey(thread);
  }

  /** How many there are now. */
  public int count() {
    held.keySet().removeIf(thread -> !thread.isAlive());
    return held.size();
  }

  /** Which calls they are in. */
  public List<String> calls() {
    held.keySet().removeIf(thread -> !thread.isAlive());
    return held.values().stream().sorted().toList();
  }
}
