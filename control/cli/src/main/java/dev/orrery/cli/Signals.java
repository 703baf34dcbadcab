package dev.orrery.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of this process. All the JDK has for them is {@code sun.misc.Signal} of its module {@code
 * jdk.unsupported}, which stays open for want of anything better; it is reached by name, because
 * the compiler warns wherever it is named. A signal that is ignored, as in the background of a
 * script, stays ignored.
 */
final class Signals {
  private Signals() {}

  /**
   * Does this for each signal of a kind from now on, on a thread of its own, instead of ending the
   * process.
   *
   * @param name {@code INT}, {@code TERM}
   * @return puts back what was done before; does nothing where signals cannot be had
   */
  static Runnable on(String name, Runnable task) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object own =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handler}, new Calls(task));
      Object before = handle(name, own);
      return () -> {
        try {
          handle(name, before);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("a handler that was taken away is not taken back", e);
        }
      };
    } catch (ReflectiveOperationException e) {
      return () -> {};
    }
  }

  private static Object handle(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    Object one = signal.getConstructor(String.class).newInstance(name);
    return signal.getMethod("handle", signal, type).invoke(null, one, handler);
  }

  /** A signal handler: its one method does the task. */
  private record Calls(Runnable task) implements InvocationHandler {
    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return switch (method.getName()) {
        case "handle" -> {
          task.run();
          yield proxy; // of a method without a result
        }
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "signal handler";
      };
    }
  }
}
