package dev.orrery.strategy.ta4jrsi;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.State;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.Subscription;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Candles;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * Buys when the index says that the market has fallen too far, sells when it has risen too far, and
 * leaves once the index is back in the middle. Every position has a stop.
 */
final class Ta4jRsi extends BoundStrategy {
  private static final String ACTED_BAR = "acted-bar";

  private final Ta4jRsiParameters parameters;

  Ta4jRsi(Ta4jRsiParameters parameters, StrategyBinding binding) {
    super(binding);
    this.parameters = parameters;
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(
        new Subscription(parameters.symbol(), parameters.interval(), parameters.candles()));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    int needed = parameters.candles();
    Candles bars = context.market().candles(parameters.symbol(), parameters.interval(), needed);
    if (bars.size() < needed) {
      return noop("only " + bars.size() + " of " + needed + " candles so far");
    }
    double index = RelativeStrength.of(bars, parameters.period());
    context.record("rsi", index);
    int held = context.account().held(parameters.symbol()).signum();
    long bar = bars.openTime(needed - 1);
    return held == 0 ? flat(context, index, bar) : holding(context, held, index, bar);
  }

  private List<Action> flat(DecisionContext context, double index, long bar) {
    if (index <= parameters.oversold()) {
      return enter(context, 1, bar, describe(index, "is at or under", parameters.oversold()));
    }
    if (index >= parameters.overbought()) {
      return parameters.shorts()
          ? enter(context, -1, bar, describe(index, "is at or over", parameters.overbought()))
          : noop("overbought, shorts are off");
    }
    return noop("the index is in between");
  }

  private List<Action> holding(DecisionContext context, int held, double index, long bar) {
    boolean back = held > 0 ? index >= parameters.middle() : index <= parameters.middle();
    if (!back) {
      return noop("waits for the index to come back");
    }
    if (!claim(context.state(), bar)) {
      return noop("this candle was acted on already");
    }
    String reason = describe(index, "is back at", parameters.middle());
    return List.of(TargetPosition.flat(parameters.symbol(), reason));
  }

  private List<Action> enter(DecisionContext context, int side, long bar, String reason) {
    String symbol = parameters.symbol();
    Usd size = context.account().equity().percent(parameters.sizePercent());
    if (size.compareTo(context.market().instrument(symbol).minNotional()) < 0) {
      return noop("a position of " + size + " USD is under the smallest order");
    }
    if (!claim(context.state(), bar)) {
      return noop("this candle was acted on already");
    }
    Price stop = context.market().mark(symbol).price().times(atStop(side));
    return List.of(
        TargetPosition.worth(symbol, side > 0 ? size : size.negate(), reason)
            .withExits(Exits.stop(stop)));
  }

  /** The stop's price as a part of the entry's. */
  private String atStop(int side) {
    BigDecimal distance =
        parameters.stopPercent().divide(BigDecimal.valueOf(100), 6, RoundingMode.HALF_EVEN);
    return BigDecimal.ONE.subtract(distance.multiply(BigDecimal.valueOf(side))).toPlainString();
  }

  /** Whether this decision is the first to act on a candle: two may run at once. */
  private static boolean claim(State state, long bar) {
    String claimed = Long.toString(bar);
    String before = state.get(ACTED_BAR).orElse(null);
    return !claimed.equals(before) && state.compareAndSet(ACTED_BAR, before, claimed);
  }

  private static String describe(double index, String how, int bound) {
    return String.format(Locale.ROOT, "rsi %.1f %s %d", index, how, bound);
  }

  private static List<Action> noop(String reason) {
    return List.of(new Noop(reason));
  }
}
