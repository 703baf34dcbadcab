package dev.orrery.strategy.jumpfade;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.Trigger;
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
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bets that a jump is partly taken back: an event opens a small position against it with a stop and
 * a take-profit, the clock closes what is left after a while. One entry at a time; the state key
 * {@code entered} holds when the last one was.
 */
final class JumpFade extends BoundStrategy {
  private static final String ENTERED = "entered";

  private final JumpFadeParameters parameters;

  JumpFade(JumpFadeParameters parameters, StrategyBinding binding) {
    super(binding);
    this.parameters = parameters;
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    return context.firing().trigger() instanceof Trigger.Event
        ? jumped(context)
        : lookedAfter(context);
  }

  private List<Action> jumped(DecisionContext context) {
    Optional<Jump> parsed = context.firing().payload().flatMap(Jump::parse);
    if (parsed.isEmpty()) {
      context.log().warn("event is not a price jump payload={}", context.firing().payload());
      return noop("the event is not a price jump");
    }
    Jump jump = parsed.get();
    if (!jump.symbol().equals(parameters.symbol())) {
      return noop("a jump of another symbol");
    }
    context.record("move_percent", jump.movePercent().doubleValue());
    if (jump.movePercent().abs().compareTo(parameters.minMovePercent()) < 0) {
      return noop("the jump is too small");
    }
    if (!context.account().held(parameters.symbol()).isZero()) {
      return noop("in a position already");
    }
    return fade(context, jump);
  }

  private List<Action> fade(DecisionContext context, Jump jump) {
    String symbol = parameters.symbol();
    Usd size = context.account().equity().percent(parameters.sizePercent());
    if (size.compareTo(context.market().instrument(symbol).minNotional()) < 0) {
      return noop("a position of " + size + " USD is under the smallest order");
    }
    String before = context.state().get(ENTERED).orElse(null);
    if (before != null && age(context, before).compareTo(parameters.cooldown()) < 0) {
      return noop("the last entry was too short a while ago");
    }
    if (!claim(context, before)) {
      return noop("another event at this moment was first");
    }
    Side side = jump.movePercent().signum() < 0 ? Side.BUY : Side.SELL;
    return List.of(
        PlaceOrder.of(
                symbol,
                side,
                OrderSize.worth(size),
                OrderTerms.market(),
                "against a jump of " + jump.movePercent().toPlainString() + " %")
            .withExits(exits(context.market().mark(symbol).price(), side))
            .withLabel("fade"));
  }

  private Exits exits(Price price, Side side) {
    BigDecimal sign = BigDecimal.valueOf(side.sign());
    return Exits.stopAndTarget(
        price.plusPercent(parameters.stopPercent().multiply(sign).negate()),
        price.plusPercent(parameters.profitPercent().multiply(sign)));
  }

  private List<Action> lookedAfter(DecisionContext context) {
    String symbol = parameters.symbol();
    boolean flat = context.account().held(symbol).isZero();
    if (flat) {
      return hasLeftovers(context)
          ? List.of(new CancelAll(symbol, "flat: clear orders left over"))
          : noop("flat, waiting for a jump");
    }
    String entered = context.state().get(ENTERED).orElse(null);
    if (entered == null) {
      claim(context, null);
      return noop("in a position found here, its time runs from now");
    }
    if (age(context, entered).compareTo(parameters.maxHold()) < 0) {
      return noop("in a position, its exits are at work");
    }
    String reason = "neither exit reached in " + age(context, entered).toSeconds() + " s";
    return List.of(new CancelAll(symbol, reason), new ClosePosition(symbol, reason));
  }

  /** Orders of a position that is gone; younger ones may belong to an entry on its way. */
  private boolean hasLeftovers(DecisionContext context) {
    Instant old = context.now().minus(parameters.check());
    return context.account().openOrders(parameters.symbol()).stream()
        .map(OpenOrder::placedAt)
        .anyMatch(placedAt -> !placedAt.isAfter(old));
  }

  /** Whether this decision is the first to enter now: two may run at once. */
  private static boolean claim(DecisionContext context, @Nullable String before) {
    return context
        .state()
        .compareAndSet(ENTERED, before, Long.toString(context.now().toEpochMilli()));
  }

  private static Duration age(DecisionContext context, String entered) {
    return Duration.ofMillis(context.now().toEpochMilli() - Long.parseLong(entered));
  }

  private static List<Action> noop(String reason) {
    return List.of(new Noop(reason));
  }
}
