package dev.orrery.runtime.tick;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.action.Action;
import dev.orrery.runtime.isolation.ProcessDefaults;
import dev.orrery.runtime.plugin.LoadedStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a strategy outside a runtime, for decisions that are run again: on the calling thread, with
 * the context loader of its jar, every {@code Throwable} told as a tick tells it, and what the
 * process shares put back. Nobody watches the time: that is the caller's. Confined to one thread.
 */
public final class DecisionCall {
  private final ProcessDefaults defaults = new ProcessDefaults();

  /** The process's defaults as they are now are right. */
  public DecisionCall() {}

  /**
   * What a strategy answered.
   *
   * @param actions null when it failed
   * @param failure class and message of what it threw, or how its answer breaks the contract; null
   *     when it answered
   */
  public record Answered(@Nullable List<Action> actions, @Nullable String failure) {}

  /** Asks. */
  public Answered ask(LoadedStrategy version, DecisionContext context) {
    Thread thread = Thread.currentThread();
    ClassLoader ours = thread.getContextClassLoader();
    String name = thread.getName();
    Answered answered;
    thread.setContextClassLoader(version.classLoader());
    try {
      answered = new Answered(Answers.take(version.plugin().decide(context)), null);
    } catch (Throwable e) {
      answered = new Answered(null, Thrown.of(e).headline());
    } finally {
      thread.setContextClassLoader(ours);
      if (!thread.getName().equals(name)) {
        thread.setName(name);
      }
    }
    if (!defaults.areUntouched()) {
      return new Answered(null, ProcessDefaults.told(defaults.restore()));
    }
    return answered;
  }
}
