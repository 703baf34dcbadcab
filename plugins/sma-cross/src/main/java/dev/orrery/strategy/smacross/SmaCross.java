package dev.orrery.strategy.smacross;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.State;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.Subscription;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Candles;
import dev.orrery.api.value.Usd;
import java.util.List;
import java.util.Locale;

/**
 * Holds the side the fast average is on. It compares sides, not sizes: a position is opened when
 * the side changes and then left alone, however equity and price move.
 */
final class SmaCross extends BoundStrategy {
  private static final String ACTED_BAR = "acted-bar";

  private final SmaCrossParameters parameters;

  SmaCross(SmaCrossParameters parameters, StrategyBinding binding) {
    super(binding);
    this.parameters = parameters;
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(new Subscription(parameters.symbol(), parameters.interval(), parameters.slow()));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    int slowBars = parameters.slow();
    Candles bars = context.market().candles(parameters.symbol(), parameters.interval(), slowBars);
    if (bars.size() < slowBars) {
      return noop("only " + bars.size() + " of " + slowBars + " candles so far");
    }
    double fast = bars.meanClose(slowBars - parameters.fast(), slowBars);
    double slow = bars.meanClose(0, slowBars);
    context.record("fast", fast);
    context.record("slow", slow);
    if (fast == slow) {
      return noop("averages are equal");
    }
    int wanted = fast > slow ? 1 : parameters.shorts() ? -1 : 0;
    if (wanted == context.account().held(parameters.symbol()).signum()) {
      return noop(wanted > 0 ? "long already" : wanted < 0 ? "short already" : "flat already");
    }
    return change(context, wanted, bars.openTime(slowBars - 1), describe(fast, slow));
  }

  private List<Action> change(DecisionContext context, int wanted, long bar, String reason) {
    String symbol = parameters.symbol();
    Usd size = context.account().equity().percent(parameters.sizePercent());
    if (wanted != 0 && size.compareTo(context.market().instrument(symbol).minNotional()) < 0) {
      return noop("a position of " + size + " USD is under the smallest order");
    }
    if (!claim(context.state(), bar)) {
      return noop("this candle was acted on already");
    }
    return List.of(
        wanted == 0
            ? TargetPosition.flat(symbol, reason)
            : TargetPosition.worth(symbol, wanted > 0 ? size : size.negate(), reason));
  }

  /** Whether this decision is the first to act on a candle: two may run at once. */
  private static boolean claim(State state, long bar) {
    String claimed = Long.toString(bar);
    String before = state.get(ACTED_BAR).orElse(null);
    return !claimed.equals(before) && state.compareAndSet(ACTED_BAR, before, claimed);
  }

  private static String describe(double fast, double slow) {
    return String.format(
        Locale.ROOT, "fast %.2f %s slow %.2f", fast, fast > slow ? "over" : "under", slow);
  }

  private static List<Action> noop(String reason) {
    return List.of(new Noop(reason));
  }
}
