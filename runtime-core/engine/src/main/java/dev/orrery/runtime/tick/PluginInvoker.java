package dev.orrery.runtime.tick;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.action.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only door into {@code decide}: the strategy's own class loader, its deadline, every {@code
 * Throwable}. What came back is ours: nothing of it runs plugin code again.
 */
final class PluginInvoker {
  private PluginInvoker() {}

  /**
   * Asks a strategy on the calling thread, and closes the context.
   *
   * @param slot the calling thread's
   * @param edition what the caller has entered
   * @param overdue run by the watchdog at the deadline, while the strategy is still asked
   * @return null when the deadline came first: what the strategy brought back is dropped
   */
  static @Nullable Answer decide(
      CallSlot slot, StrategyUnit unit, Edition edition, TickContext context, Runnable overdue) {
    StrategyPlugin plugin = edition.strategy().plugin();
    Thread thread = Thread.currentThread();
    ClassLoader ours = thread.getContextClassLoader();
    List<Action> actions = null;
    Thrown thrown = null;
    long call = slot.enter(unit.limits().deadlineNanos(), overdue);
    thread.setContextClassLoader(edition.strategy().classLoader());
    try {
      actions = Answers.take(plugin.decide(context));
    } catch (Throwable e) {
      thrown = Thrown.of(e);
    }
    thread.setContextClassLoader(ours);
    boolean inTime = slot.leave(call);
    Thread.interrupted(); // left behind by the strategy, it would stop what comes after it
    context.close();
    return inTime ? new Answer(actions, thrown) : null;
  }

  /**
   * What came back in time.
   *
   * @param actions null when it failed
   * @param thrown null when it answered
   */
  record Answer(@Nullable List<Action> actions, @Nullable Thrown thrown) {
    /** What went wrong, of an answer without actions. */
    Thrown failure() {
      return thrown == null ? new Thrown("no answer", "no answer") : thrown;
    }
  }
}
