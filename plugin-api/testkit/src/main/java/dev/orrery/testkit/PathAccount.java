package dev.orrery.testkit;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A frictionless account of one symbol: {@link TestMarket} tells what it does and leaves out. */
final class PathAccount {
  /** Leverage of a symbol nobody has set, as in the runtime. */
  static final int DEFAULT_LEVERAGE = 20;

  private static final String WOULD_INCREASE = "Reduce only order would increase position.";

  private final Instrument instrument;
  private final List<PathOrder> orders = new ArrayList<>();

  /** Entries that filled whole: their exits are awake from the start. */
  private final Set<String> filled = new HashSet<>();

  private Usd balance;
  private Quantity held = Quantity.ZERO;
  private int leverage;
  private MarginMode mode = MarginMode.CROSS;
  private @Nullable Price averageEntry;
  private Instant openedAt = Instant.EPOCH;
  private Instant now = Instant.EPOCH;
  private @Nullable Price mark;
  private int fills;
  private long nextId = 1;

  PathAccount(Instrument instrument, Usd balance) {
    this.instrument = instrument;
    this.balance = balance;
    this.leverage = Math.min(DEFAULT_LEVERAGE, instrument.maxLeverage());
  }

  GivenAccount view() {
    return GivenAccount.of(balance, position().stream().toList(), openOrders(), leverage);
  }

  private List<OpenOrder> openOrders() {
    return orders.stream()
        .map(order ->
            order.view(
                instrument.symbol(), orders.stream().anyMatch(it -> order.id.equals(it.entry))))
        .toList();
  }

  int fills() {
    return fills;
  }

  private Optional<Position> position() {
    if (averageEntry == null || mark == null) {
      return Optional.empty();
    }
    Usd profit = mark.times(held).minus(averageEntry.times(held));
    return Optional.of(
        new Position(
            instrument.symbol(),
            held,
            averageEntry,
            profit,
            leverage,
            mode,
            Optional.empty(),
            openedAt));
  }

  /**
   * A bar passes: open, one extreme, the other, close, the extreme that is worse for the account
   * first; on the way each order meets the price where it would have met it.
   *
   * @param closed when: what fills on the way has this time
   */
  void bar(double open, double high, double low, double close, Instant closed) {
    now = closed;
    List<PathOrder> there = List.copyOf(orders);
    boolean lowFirst =
        held.signum() > 0
            || (held.isZero()
                && there.stream().noneMatch(it -> it.side == Side.BUY && !it.reduceOnly));
    double first = lowFirst ? low : high;
    double second = lowFirst ? high : low;
    leg(there, open, open);
    leg(there, open, first);
    leg(there, first, second);
    leg(there, second, close);
    mark = Price.of(close);
    settle(orders);
  }

  private void leg(List<PathOrder> there, double from, double to) {
    double at = from;
    while (true) {
      PathOrder next = null;
      double nearest = Double.NaN;
      for (PathOrder order : there) {
        double meets = orders.contains(order) ? order.meets(at, to) : Double.NaN;
        if (!Double.isNaN(meets)
            && (next == null || Math.abs(meets - at) < Math.abs(nearest - at))) {
          next = order;
          nearest = meets;
        }
      }
      if (next == null) {
        return;
      }
      at = nearest;
      mark = Price.of(at);
      Price limit = next.limit();
      if (next.stage() == PathOrder.Stage.RESTING && limit != null) {
        fill(next, limit);
      }
      settle(there);
    }
  }

  /**
   * Plans, judges and carries out one decision.
   *
   * @return the verdict, in the runtime's words, with its causes
   */
  String decide(List<Action> actions, Instant at) {
    now = at;
    PathPlan plan = new PathPlan(instrument, lastPrice(), held, orders, at, nextId);
    actions.forEach(plan::add);
    if (!plan.denials().isEmpty()) {
      return "denied: " + String.join("; ", plan.denials());
    }
    nextId = plan.nextId();
    for (Action action : actions) {
      if (action instanceof SetLeverage it) {
        leverage = it.leverage();
        mode = it.mode();
      }
    }
    List<String> rejections = new ArrayList<>();
    if (plan.gone()) {
      rejections.add("already gone");
    }
    int done = actions.stream().anyMatch(SetLeverage.class::isInstance) ? 1 : 0;
    boolean rejected = false;
    for (PathPlan.Step step : plan.steps()) {
      String refusal = rejected && opens(step) ? "not sent" : carryOut(step);
      settle(orders);
      if (refusal == null) {
        done++;
      } else {
        rejected = true;
        rejections.add(refusal);
      }
    }
    if (rejections.isEmpty()) {
      return done == 0 ? "noop" : "executed";
    }
    return (done == 0 ? "rejected: " : "partially_executed: ") + String.join("; ", rejections);
  }

  private static boolean opens(PathPlan.Step step) {
    return switch (step) {
      case PathPlan.Step.Place it -> !it.order().reduceOnly;
      case PathPlan.Step.Amend it -> it.opens();
      case PathPlan.Step.Cancel it -> false;
    };
  }

  /** What the broker says against it; null when it took it. */
  private @Nullable String carryOut(PathPlan.Step step) {
    return switch (step) {
      case PathPlan.Step.Place it -> place(it.order());
      case PathPlan.Step.Amend it -> amend(it);
      case PathPlan.Step.Cancel it -> {
        end(it.id(), false);
        yield null;
      }
    };
  }

  private @Nullable String place(PathOrder order) {
    if (order.entry != null) {
      if (filled.contains(order.entry)) {
        if (fitting(order).isZero()) {
          return WOULD_INCREASE;
        }
        order.wake();
      } else if (orders.stream().noneMatch(it -> it.id.equals(order.entry))) {
        return "The entry of this exit has not filled and does not work.";
      }
      orders.add(order);
      return null;
    }
    boolean matches = order.limit() == null || matches(order.side, order.limit());
    if (order.terms() instanceof OrderTerms.Limit limit) {
      if (limit.timeInForce() == TimeInForce.POST_ONLY && matches) {
        return "Post only order would have immediately matched.";
      }
      if (limit.timeInForce() == TimeInForce.IOC && !matches) {
        return "Order could not immediately match against any resting orders.";
      }
    }
    if (order.reduceOnly && fitting(order).isZero()) {
      return WOULD_INCREASE;
    }
    orders.add(order);
    if (order.trigger() == null && matches) {
      fill(order, lastPrice());
    }
    return null;
  }

  private @Nullable String amend(PathPlan.Step.Amend change) {
    PathOrder order =
        orders.stream().filter(it -> it.id.equals(change.id())).findFirst().orElse(null);
    if (order == null) {
      return "already gone";
    }
    if (change.terms() instanceof OrderTerms.Limit it && matches(order.side, it.price())) {
      return "Post only order would have immediately matched.";
    }
    order.change(change.terms(), change.quantity());
    return null;
  }

  private boolean matches(Side side, Price limit) {
    return side.sign() * limit.compareTo(lastPrice()) >= 0;
  }

  /** How much of a reduce-only order shrinks the position. */
  private Quantity fitting(PathOrder order) {
    if (held.signum() * order.side.sign() >= 0) {
      return Quantity.ZERO;
    }
    return order.quantity().compareTo(held.abs()) > 0 ? held.abs() : order.quantity();
  }

  private void fill(PathOrder order, Price price) {
    Quantity size = order.reduceOnly ? fitting(order) : order.quantity();
    boolean whole = size.equals(order.quantity());
    if (!size.isZero()) {
      book(order.side == Side.BUY ? size : size.negate(), price);
      fills++;
    }
    end(order.id, whole);
  }

  /** An order is gone; those bound to it wake or go, its sibling goes when it filled. */
  private void end(String id, boolean whole) {
    PathOrder order = orders.stream().filter(it -> it.id.equals(id)).findFirst().orElse(null);
    if (order == null) {
      return;
    }
    orders.remove(order);
    if (whole) {
      filled.add(id);
      orders.stream().filter(it -> id.equals(it.entry)).forEach(it -> it.wake(order.quantity()));
      orders.removeIf(it -> order.entry != null && order.entry.equals(it.entry));
    } else {
      orders.removeIf(it -> id.equals(it.entry));
    }
  }

  /** What is due: exits without a position go, triggers that are reached fire, oldest first. */
  private void settle(List<PathOrder> mayFire) {
    while (true) {
      PathOrder due = null;
      for (PathOrder order : orders) {
        if (unfitting(order)
            || (mayFire.contains(order) && order.firesAt(lastPrice().toDouble()))) {
          due = order;
          break;
        }
      }
      if (due == null) {
        return;
      }
      if (unfitting(due)) {
        end(due.id, false);
      } else {
        fill(due, lastPrice());
      }
    }
  }

  /** Of resting reduce-only orders the oldest goes while all together exceed the position. */
  private boolean unfitting(PathOrder order) {
    if (!order.reduceOnly || order.stage() == PathOrder.Stage.DORMANT) {
      return false;
    }
    if (fitting(order).isZero()) {
      return true;
    }
    if (order.stage() != PathOrder.Stage.RESTING) {
      return false;
    }
    Quantity sum =
        orders.stream()
            .filter(it ->
                it.reduceOnly && it.stage() == PathOrder.Stage.RESTING && it.side == order.side)
            .map(PathOrder::quantity)
            .reduce(Quantity.ZERO, Quantity::plus);
    return sum.compareTo(held.abs()) > 0;
  }

  /** Average entry while the position grows, realised profit while it shrinks. */
  private void book(Quantity signed, Price price) {
    Quantity rest = signed;
    if (averageEntry != null && held.signum() * rest.signum() < 0) {
      Quantity closing = rest.abs().compareTo(held.abs()) < 0 ? rest : held.negate();
      balance = balance.plus(averageEntry.times(closing)).minus(price.times(closing));
      held = held.plus(closing);
      rest = rest.minus(closing);
      averageEntry = held.isZero() ? null : averageEntry;
    }
    if (rest.isZero()) {
      return;
    }
    Quantity after = held.plus(rest);
    if (held.isZero()) {
      openedAt = now;
    }
    Usd cost = price.times(rest);
    Usd total = averageEntry == null ? cost : cost.plus(averageEntry.times(held));
    averageEntry = new Price(total.value().divide(after.value(), 12, RoundingMode.HALF_EVEN));
    held = after;
  }

  private Price lastPrice() {
    if (mark == null) {
      throw new IllegalStateException("no price of " + instrument.symbol() + " has been seen yet");
    }
    return mark;
  }
}
