package dev.orrery.strategy.regime;

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
 * Filters the returns of a window through a trained model and takes the side of the regime that is
 * probable now: long where the model's mean return is above zero, short where it is below, flat
 * where the regime is too wild to be traded. The window is filtered anew each time, so a decision
 * depends on nothing but its candles.
 */
final class Regime extends BoundStrategy {
  private static final String ACTED_BAR = "acted-bar";

  private final RegimeParameters parameters;
  private final HiddenMarkov model;

  Regime(RegimeParameters parameters, StrategyBinding binding, HiddenMarkov model) {
    super(binding);
    this.parameters = parameters;
    this.model = model;
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(
        new Subscription(parameters.symbol(), parameters.interval(), parameters.window() + 1));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    int needed = parameters.window() + 1;
    Candles bars = context.market().candles(parameters.symbol(), parameters.interval(), needed);
    if (bars.size() < needed) {
      return noop("only " + bars.size() + " of " + needed + " candles so far");
    }
    double[] belief = Forward.after(model, Returns.of(bars.closes()));
    int regime = 0;
    for (int state = 0; state < belief.length; state++) {
      context.record("probability-" + state, belief[state]);
      regime = belief[state] > belief[regime] ? state : regime;
    }
    context.record("regime", regime);
    if (belief[regime] < parameters.confidence().doubleValue()) {
      return noop(describe(regime, belief[regime]) + ", not sure enough");
    }
    int wanted = side(regime);
    if (wanted == context.account().held(parameters.symbol()).signum()) {
      return noop(describe(regime, belief[regime]) + ", on its side already");
    }
    return change(context, wanted, bars.openTime(needed - 1), describe(regime, belief[regime]));
  }

  private int side(int regime) {
    if (regime >= parameters.traded()) {
      return 0;
    }
    return model.mean()[regime] > 0 ? 1 : parameters.shorts() ? -1 : 0;
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

  private static String describe(int regime, double probability) {
    return String.format(Locale.ROOT, "regime %d at %.1f %%", regime, 100 * probability);
  }

  private static List<Action> noop(String reason) {
    return List.of(new Noop(reason));
  }
}
