package dev.orrery.runtime.bytecode;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Puts {@link ExitGuard} before the JDK's {@code Runtime.exit} and {@code Runtime.halt}. The
 * command names it in the manifest of its jar ({@code Launcher-Agent-Class}); a program that embeds
 * the runtime starts with {@code -javaagent:orrery-engine.jar}, the engine being on its class path.
 * Without it, calls in plugin classes are rewritten all the same, which does not reach method
 * handles. Thread-safe.
 */
public final class ExitAgent {
  private static @Nullable Instrumentation instrumentation;
  private static boolean on;

  private ExitAgent() {}

  /** With {@code -javaagent}. */
  public static void premain(@Nullable String arguments, Instrumentation given) {
    agentmain(arguments, given);
  }

  /** With {@code java -jar}. */
  public static synchronized void agentmain(@Nullable String arguments, Instrumentation given) {
    instrumentation = given;
  }

  /**
   * Guards the exits if the process was started with the agent; from the first plugin on, because a
   * command that has none should not pay for it. Repeatable: whoever will have plugins may call it
   * earlier.
   */
  public static synchronized void guard() {
    Instrumentation given = instrumentation;
    if (given == null || on) {
      return;
    }
    GuardedExits guarded = new GuardedExits();
    given.addTransformer(guarded, true);
    try {
      given.retransformClasses(Runtime.class);
      guarded.requireDone();
      on = true;
    } catch (UnmodifiableClassException | IllegalStateException | LinkageError e) {
      LoggerFactory.getLogger(ExitAgent.class)
          .warn("A plugin can end this process: the JDK's exits cannot be guarded", e);
    } finally {
      given.removeTransformer(guarded);
    }
  }

  /** Whether exits are guarded now. */
  public static synchronized boolean isOn() {
    return on;
  }

  /**
   * Gives the JDK its methods back, for good: to be called before the process ends itself.
   * Repeatable.
   */
  public static synchronized void giveBack() {
    Instrumentation given = instrumentation;
    instrumentation = null;
    if (given == null || !on) {
      return;
    }
    on = false;
    try {
      given.retransformClasses(Runtime.class);
    } catch (UnmodifiableClassException | LinkageError e) {
      LoggerFactory.getLogger(ExitAgent.class).warn("The JDK's exits stay guarded", e);
    }
  }
}
