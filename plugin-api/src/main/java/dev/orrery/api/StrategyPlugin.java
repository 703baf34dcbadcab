package dev.orrery.api;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import java.util.List;

/**
 * A trading strategy. Implemented by plugins: a public class with a public no-argument constructor,
 * named in {@code META-INF/services/dev.orrery.api.StrategyPlugin} of its jar, or made by a {@link
 * StrategyFactory}. One instance per running strategy.
 *
 * <p><b>Life.</b> Constructed; {@link #name}, {@link #vaultId}, {@link #triggers} and {@link
 * #subscriptions} are asked once; {@link #decide} is called for each firing; {@link #close} once at
 * the end, after the last decision has returned. Another instance may be made only to be asked and
 * closed, to see what a jar offers.
 *
 * <p><b>Threads.</b> Two firings may call {@link #decide} at the same time, on different threads;
 * there is no mutex. Keep nothing in fields: {@link DecisionContext#state()} survives restarts and
 * can compare-and-set. Start no threads.
 *
 * <p><b>Time.</b> A call of {@code decide} over the operator's deadline (5 s unless configured) is
 * interrupted and counts as failed. Constructors and the other methods must return at once.
 *
 * <p><b>Failure.</b> Whatever is thrown drops that decision whole: none of its actions is executed,
 * the journal keeps the cause, and the strategy is skipped for the next 3 ticks, then 6, then 12,
 * up to 64, until a decision succeeds; a firing by hand passes, and its failure costs no tick. A
 * null, an empty list, a null element, more than 64 actions, or a {@link Noop} beside other actions
 * counts as thrown. Other strategies are not affected.
 */
public interface StrategyPlugin {
  /** Stable and unique within a runtime: letters, digits, {@code -} and {@code _}, at most 48. */
  String name();

  /**
   * The account it trades on when it has an entry in the configuration that names none. Without an
   * entry it runs on {@code paper:NAME}: say that, and giving it an entry moves no account.
   */
  String vaultId();

  /** What wakes it, unless the operator configures others; at least one. */
  List<Trigger> triggers();

  /**
   * What to do now: at least one action, a {@link Noop} with its reason when nothing is.
   *
   * @throws Exception anything; see <b>Failure</b>
   */
  List<Action> decide(DecisionContext context) throws Exception;

  /** Candles that must be there before the first firing. */
  default List<Subscription> subscriptions() {
    return List.of();
  }

  /** Gives back what was taken. Called once, must return at once; what it throws is logged. */
  default void close() {}
}
