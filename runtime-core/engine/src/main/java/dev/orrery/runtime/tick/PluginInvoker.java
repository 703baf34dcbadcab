package dev.orrery.runtime.tick;

import dev.orrery.api.action.Action;
import dev.orrery.runtime.plugin.LoadedStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only door into {@code decide}: the strategy's own class loader, its deadline and budget,
 * every {@code Throwable}, and what it may not leave changed. What came back is ours: nothing of it
 * runs plugin code again. Thread-safe.
 */
final class PluginInvoker {
  private final SharedDefaults defaults;
  private final boolean counts;

  /**
   * A door.
   *
   * @param counts whether each call asks what it allocated and looks at all defaults: a simulated
   *     market has no time for that, there the watchdog takes samples
   */
  PluginInvoker(SharedDefaults defaults, boolean counts) {
    this.defaults = defaults;
    this.counts = counts;
  }

  /**
   * Asks a strategy on the calling thread, and closes the context.
   *
   * @param slot the calling thread's
   * @param call hears when the watchdog ends it
   * @return null when that came first: what the strategy brought back is dropped
   */
  @Nullable Answer decide(CallSlot slot, Supervised call, TickContext context) {
    LoadedStrategy version = call.version();
    Thread thread = Thread.currentThread();
    ClassLoader ours = thread.getContextClassLoader();
    String name = thread.getName();
    Answer answer = Answer.NONE;
    boolean inTime = false;
    if (counts) {
      defaults.before();
    }
    long number = slot.enter(call);
    try {
      thread.setContextClassLoader(version.classLoader());
      try {
        answer = new Answer(Answers.take(version.plugin().decide(context)), null);
      } catch (Throwable e) {
        answer = new Answer(null, Thrown.of(e));
      }
      // Within the call: a time zone may be of a class of the plugin's.
      answer = leftAsTheyWere(slot, call.unit(), answer);
    } finally {
      thread.setContextClassLoader(ours);
      if (!thread.getName().equals(name)) {
        thread.setName(name); // our log lines carry it
      }
      inTime = slot.leave(number);
      Thread.interrupted(); // left behind by the strategy, it would stop what comes after it
      context.close();
    }
    slot.finishOutput();
    if (counts) {
      slot.countIfLookedAt();
    }
    return inTime ? answer : null;
  }

  private Answer leftAsTheyWere(CallSlot slot, StrategyUnit unit, Answer answer) {
    String changed = counts || slot.wasLookedAt() ? defaults.changedBy(unit) : null;
    return changed == null ? answer : new Answer(null, new Thrown(changed, changed));
  }

  /**
   * What came back in time.
   *
   * @param actions null when it failed
   * @param thrown null when it answered
   */
  record Answer(@Nullable List<Action> actions, @Nullable Thrown thrown) {
    private static final Answer NONE = new Answer(null, new Thrown("no answer", "no answer"));

    /** What went wrong, of an answer without actions. */
    Thrown failure() {
      return thrown == null ? NONE.failure() : thrown;
    }
  }
}
