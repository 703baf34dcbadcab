package dev.orrery.runtime.bytecode;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the classes of one plugin loader poll. While no thread is condemned a poll costs nothing
 * once it is compiled: the gate is the target of a {@link MutableCallSite}, which compiled code
 * takes for a constant. Raising the gate changes the target; the JVM then throws away what it
 * compiled from the plugin and goes on in the middle of its loops with code that asks again. A
 * volatile flag would be read, and would keep loops from being vectorised.
 *
 * <p>Every condemned thread gets {@link DecisionEnded} at each poll until it is lowered; other
 * threads in the same classes pass, slower as long as the gate is raised. Threads in other loaders'
 * classes do not notice. What runs no code of the plugin is not reached: a loop within the JDK, a
 * monitor, native code.
 *
 * <p>Thread-safe.
 */
public final class PollGate {
  private static final MethodHandle PASS = MethodHandles.constant(boolean.class, false);
  private static final MethodHandle ASK = MethodHandles.constant(boolean.class, true);

  /** Threads at once that may be condemned without a cause of their own. */
  private static final int MOST_GREEDY = 64;

  private final MutableCallSite site = new MutableCallSite(PASS);
  private final MutableCallSite[] sites = {site};
  private final Map<Thread, DecisionEnded> condemned = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<@Nullable Thread> greedy =
      new AtomicReferenceArray<>(MOST_GREEDY);
  private final DecisionEnded overBudget =
      new DecisionEnded("its decision allocated more than its budget");
  private final ClassRewriter rewriter;
  private final String className;
  private boolean raised;

  /** Puts a class into a loader. */
  @FunctionalInterface
  public interface Definer {
    /** Defines it. */
    Class<?> define(String className, byte[] bytes);
  }

  private PollGate(String className, ClassRewriter rewriter) {
    this.className = className;
    this.rewriter = rewriter;
  }

  /**
   * A gate for a loader, with a class in the loader through which its other classes reach it. From
   * the first one on the process's exits are guarded, if it was started with {@link ExitAgent}.
   *
   * @param taken whether the loader has a class of this name
   * @param definer defines the class in the loader
   * @param allowed calls that the loader's classes may make although they are refused to others
   */
  public static PollGate open(Predicate<String> taken, Definer definer, Set<Refusal> allowed) {
    ExitAgent.guard();
    GateClass type = GateClass.avoiding(taken);
    PollGate gate = new PollGate(type.name(), new ClassRewriter(type, allowed));
    Consumer<@Nullable Object> door = gate::come;
    byte[] bytes = type.bytes(Runtime.getRuntime().maxMemory());
    type.connect(definer.define(type.name(), bytes), gate.site, door);
    return gate;
  }

  /** Gives polls to the classes of the loader. */
  public ClassRewriter rewriter() {
    return rewriter;
  }

  /**
   * Condemns a thread: from now on each of its polls throws. Returns when every thread has been
   * made to see it, which lets none of them wait. It takes a few milliseconds where each gets a
   * processor at once, and as long as it takes until the last one has had one. The thread itself
   * may have left by then.
   *
   * @param cause for people: why its call is over
   */
  public void raise(Thread thread, String cause) {
    condemned.put(thread, new DecisionEnded(cause));
    synchronized (this) {
      if (condemned.containsKey(thread)) { // else it has been lowered already
        turn(true);
      }
    }
  }

  /**
   * Condemns a thread that takes too much memory, without taking any: in a full heap whoever wants
   * some waits for one collection after the other. A thread for which there is no place any more is
   * not condemned by this.
   */
  public synchronized void raiseForMemory(Thread thread) {
    for (int i = 0; i < MOST_GREEDY; i++) {
      if (greedy.compareAndSet(i, null, thread)) {
        turn(true);
        return;
      }
    }
  }

  /** Lets a thread pass again; nothing happens when it was not condemned. */
  public synchronized void lower(Thread thread) {
    boolean was = condemned.remove(thread) != null;
    boolean others = !condemned.isEmpty();
    for (int i = 0; i < MOST_GREEDY; i++) {
      was |= greedy.compareAndSet(i, thread, null);
      others |= greedy.get(i) != null;
    }
    if (was && !others) {
      turn(false);
    }
  }

  private void turn(boolean up) {
    if (raised != up) {
      site.setTarget(up ? ASK : PASS);
      MutableCallSite.syncAll(sites);
      raised = up; // last: what failed for want of memory is to be tried again
    }
  }

  /** What comes through the door; a poll comes with nothing. */
  private void come(@Nullable Object with) {
    if (with == null) {
      ask(); // before the switch: a poll is asked in a hurry, and links nothing
      return;
    }
    switch (with) {
      case Long bytes ->
          throw inThePlugin(
              new OutOfMemoryError(
                  "an array of %d MB does not fit into a heap of %d MB"
                      .formatted(bytes >> 20, Runtime.getRuntime().maxMemory() >> 20)));
      case String refused -> throw inThePlugin(new CallRefused(refused));
      case Method method when Exits.isOne(method) -> throw inThePlugin(new ExitRefused());
      case Object ending when ending.equals(GateClass.ENDING) ->
          throw inThePlugin(new ExitRefused());
      default -> {}
    }
  }

  /** Lets it have been thrown by the plugin's own line. */
  private <E extends Throwable> E inThePlugin(E thrown) {
    thrown.setStackTrace(
        Stream.of(thrown.getStackTrace())
            .dropWhile(frame -> !frame.getClassName().equals(className))
            .dropWhile(frame -> frame.getClassName().equals(className))
            .toArray(StackTraceElement[]::new));
    return thrown;
  }

  private void ask() {
    Thread own = Thread.currentThread();
    DecisionEnded ended = condemned.get(own);
    if (ended != null) {
      throw ended;
    }
    for (int i = 0; i < MOST_GREEDY; i++) {
      if (own.equals(greedy.get(i))) {
        throw overBudget;
      }
    }
  }
}
