package dev.orrery.runtime.bytecode;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Asked by the JDK's own {@code Runtime.exit} and {@code Runtime.halt}, once {@link ExitAgent} has
 * changed them, whether this thread may end the process: not from within plugin code. By then it
 * does not matter how the code came there: a call, a reference, reflection or a method handle.
 * Signals do not come this way.
 *
 * <p>A thread is within plugin code when somebody who runs plugins says so, when a class of a
 * plugin is on its stack, or when it was made by a plugin: it has inherited the context loader.
 * Thread-safe.
 */
public final class ExitGuard implements Runnable {
  /** Of the whole process, as its end is. */
  private static final List<PluginThreads> KNOWN = new CopyOnWriteArrayList<>();

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** Made by the JDK's changed methods. */
  public ExitGuard() {}

  /** Somebody who knows threads inside plugin code, until {@link Watch#close}. */
  public static Watch watch(PluginThreads threads) {
    KNOWN.add(threads);
    return () -> KNOWN.remove(threads);
  }

  /** Ends a watch. */
  @FunctionalInterface
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Lets the calling thread pass, or not.
   *
   * @throws ExitRefused within plugin code
   */
  @Override
  public void run() {
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() instanceof GatedLoader
        || KNOWN.stream().anyMatch(threads -> threads.isInside(thread))
        || STACK.walk(frames -> frames.anyMatch(ExitGuard::isOfAPlugin))) {
      throw new ExitRefused();
    }
  }

  private static boolean isOfAPlugin(StackWalker.StackFrame frame) {
    return frame.getDeclaringClass().getClassLoader() instanceof GatedLoader;
  }
}
