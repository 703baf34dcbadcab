package dev.orrery.strategy.carry;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.State;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Funding;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Short while longs pay well, long while shorts do; a stop and a take-profit bound what the price
 * may do meanwhile. After an exit has been filled it waits for the next payment before it enters
 * again.
 */
final class Carry extends BoundStrategy {
  /** The payment for which it entered last, epoch milliseconds. */
  private static final String ENTERED_FOR = "entered-for";

  private static final BigDecimal HOURS_A_YEAR = BigDecimal.valueOf(365 * 24);

  private final CarryParameters parameters;

  Carry(CarryParameters parameters, StrategyBinding binding) {
    super(binding);
    this.parameters = parameters;
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    Funding funding = context.market().funding(parameters.symbol()).orElse(null);
    if (funding == null) {
      return noop("the market tells no funding");
    }
    BigDecimal rate = funding.hourlyRate();
    context.record("funding", rate.doubleValue());
    context.record("funding-a-year", rate.multiply(HOURS_A_YEAR).doubleValue());
    int held = context.account().held(parameters.symbol()).signum();
    return held == 0 ? flat(context, funding) : holding(held, rate);
  }

  private List<Action> flat(DecisionContext context, Funding funding) {
    BigDecimal rate = funding.hourlyRate();
    if (rate.abs().compareTo(parameters.enterRate()) < 0) {
      return noop("funding of " + percent(rate) + " pays too little");
    }
    int side = -rate.signum();
    if (side > 0 && !parameters.longs()) {
      return noop("shorts pay, longs are off");
    }
    String symbol = parameters.symbol();
    Usd size = context.account().equity().percent(parameters.sizePercent());
    if (size.compareTo(context.market().instrument(symbol).minNotional()) < 0) {
      return noop("a position of " + size + " USD is under the smallest order");
    }
    if (!claim(context.state(), funding.nextPayment().toEpochMilli())) {
      return noop("entered for this payment already");
    }
    Price mark = context.market().mark(symbol).price();
    Exits exits =
        Exits.stopAndTarget(
            mark.times(moved(-side, parameters.stopPercent())),
            mark.times(moved(side, parameters.profitPercent())));
    String reason = (side > 0 ? "shorts" : "longs") + " pay " + percent(rate.abs());
    return List.of(
        TargetPosition.worth(symbol, side > 0 ? size : size.negate(), reason).withExits(exits));
  }

  private List<Action> holding(int held, BigDecimal rate) {
    BigDecimal received = held > 0 ? rate.negate() : rate;
    return received.compareTo(parameters.exitRate()) < 0
        ? List.of(
            TargetPosition.flat(
                parameters.symbol(), "receives " + percent(received) + ", too little"))
        : noop("receives " + percent(received));
  }

  /** A price's factor that lies a percentage away from it. */
  private static BigDecimal moved(int side, BigDecimal percent) {
    BigDecimal part = percent.divide(BigDecimal.valueOf(100), 6, RoundingMode.HALF_EVEN);
    return BigDecimal.ONE.add(part.multiply(BigDecimal.valueOf(side)));
  }

  /** Whether this decision is the first to enter for a payment: two may run at once. */
  private static boolean claim(State state, long payment) {
    String claimed = Long.toString(payment);
    String before = state.get(ENTERED_FOR).orElse(null);
    return !claimed.equals(before) && state.compareAndSet(ENTERED_FOR, before, claimed);
  }

  private static String percent(BigDecimal rate) {
    return rate.movePointRight(2).setScale(4, RoundingMode.HALF_EVEN).toPlainString()
        + " % an hour";
  }

  private static List<Action> noop(String reason) {
    return List.of(new Noop(reason));
  }
}
