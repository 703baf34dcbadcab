package dev.orrery.strategy.volatilitybreakout;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.State;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.Subscription;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Candles;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Enters when a candle closes beyond the range of those before it. The exits travel with the entry,
 * so that no position is ever without a stop; besides them only time closes it.
 */
final class VolatilityBreakout extends BoundStrategy {
  private static final String ENTERED_BAR = "entered-bar";

  private final VolatilityBreakoutParameters parameters;

  VolatilityBreakout(VolatilityBreakoutParameters parameters, StrategyBinding binding) {
    super(binding);
    this.parameters = parameters;
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.of(
        new Subscription(
            parameters.symbol(), parameters.interval(), Range.candles(parameters.lookback())));
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    int needed = Range.candles(parameters.lookback());
    Candles bars = context.market().candles(parameters.symbol(), parameters.interval(), needed);
    if (bars.size() < needed) {
      return noop("only " + bars.size() + " of " + needed + " candles so far");
    }
    Range range = Range.before(bars);
    double buffer = parameters.bufferAtr().doubleValue() * range.atr();
    double upper = range.high() + buffer;
    double lower = range.low() - buffer;
    context.record("atr", range.atr());
    context.record("upper", upper);
    context.record("lower", lower);
    long bar = bars.openTime(needed - 1);
    if (!context.account().held(parameters.symbol()).isZero()) {
      return hold(context.state(), bar);
    }
    if (hasLeftovers(context)) {
      return List.of(new CancelAll(parameters.symbol(), "flat: clear orders left over"));
    }
    double close = bars.lastClose();
    if (range.atr() <= 0) {
      return noop("the range has no width");
    }
    if (close > upper) {
      return enter(context, Side.BUY, range.atr(), bar, describe(close, "above", upper));
    }
    if (close < lower && parameters.shorts()) {
      return enter(context, Side.SELL, range.atr(), bar, describe(close, "below", lower));
    }
    return noop(close < lower ? "broke down, shorts are off" : "inside the range");
  }

  private List<Action> enter(
      DecisionContext context, Side side, double atr, long bar, String reason) {
    String symbol = parameters.symbol();
    Usd size = context.account().equity().percent(parameters.sizePercent());
    if (size.compareTo(context.market().instrument(symbol).minNotional()) < 0) {
      return noop("a position of " + size + " USD is under the smallest order");
    }
    double price = context.market().mark(symbol).price().toDouble();
    double stop = price - side.sign() * parameters.stopAtr().doubleValue() * atr;
    double profit = price + side.sign() * parameters.profitAtr().doubleValue() * atr;
    if (stop <= 0 || profit <= 0) {
      return noop("the range is too wide for exits");
    }
    if (!claim(context.state(), bar)) {
      return noop("this candle was acted on already");
    }
    return List.of(
        PlaceOrder.of(symbol, side, OrderSize.worth(size), OrderTerms.market(), reason)
            .withExits(Exits.stopAndTarget(Price.of(stop), Price.of(profit)))
            .withLabel("breakout"));
  }

  private List<Action> hold(State state, long bar) {
    if (parameters.maxBars() == 0) {
      return noop("in a position, its exits are at work");
    }
    String entered = state.get(ENTERED_BAR).orElse(null);
    if (entered == null) {
      // A position found at a first run is taken over as of now.
      state.compareAndSet(ENTERED_BAR, null, Long.toString(bar));
      return noop("in a position found here, its time runs from now");
    }
    long age = (bar - Long.parseLong(entered)) / parameters.interval().millis();
    if (age < parameters.maxBars()) {
      return noop("in a position, its exits are at work");
    }
    String reason = "neither exit reached in " + age + " candles";
    return List.of(
        new CancelAll(parameters.symbol(), reason), new ClosePosition(parameters.symbol(), reason));
  }

  /** Orders of a position that is gone; younger ones may belong to an entry on its way. */
  private boolean hasLeftovers(DecisionContext context) {
    Instant old = context.now().minus(parameters.interval().duration());
    return context.account().openOrders(parameters.symbol()).stream()
        .map(OpenOrder::placedAt)
        .anyMatch(placedAt -> !placedAt.isAfter(old));
  }

  /** Whether this decision is the first to enter on a candle: two may run at once. */
  private static boolean claim(State state, long bar) {
    String claimed = Long.toString(bar);
    String before = state.get(ENTERED_BAR).orElse(null);
    return !claimed.equals(before) && state.compareAndSet(ENTERED_BAR, before, claimed);
  }

  private static String describe(double close, String where, double bound) {
    return String.format(Locale.ROOT, "close %.2f %s range at %.2f", close, where, bound);
  }

  private static List<Action> noop(String reason) {
    return List.of(new Noop(reason));
  }
}
