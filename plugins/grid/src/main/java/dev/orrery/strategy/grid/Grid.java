package dev.orrery.strategy.grid;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.State;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps buys on the lines below the mark price and sells on those above. A line that filled is the
 * nearest one and stays empty until the price has moved on, so a buy is followed by a sell one line
 * higher. When the price leaves the ladder, a new one is laid around it.
 */
final class Grid extends BoundStrategy {
  private static final String CENTRE = "centre";
  private static final String TURN = "turn";

  private final GridParameters parameters;

  Grid(GridParameters parameters, StrategyBinding binding) {
    super(binding);
    this.parameters = parameters;
  }

  @Override
  public List<Action> decide(DecisionContext context) {
    String symbol = parameters.symbol();
    Usd equity = context.account().equity();
    Usd lineValue = equity.percent(parameters.linePercent());
    if (lineValue.compareTo(context.market().instrument(symbol).minNotional()) < 0) {
      return noop("a line of " + lineValue + " USD is under the smallest order");
    }
    if (!claimTurn(context)) {
      return noop("this turn was taken already");
    }
    Price mark = context.market().mark(symbol).price();
    Ladder ladder = ladder(context.state(), mark);
    Usd position = mark.times(context.account().held(symbol));
    List<OpenOrder> orders = context.account().openOrders(symbol);
    context.record("centre", ladder.centre().toDouble());
    context.record("position_usd", position.toDouble());
    context.record("orders", orders.size());
    Set<String> standing = new HashSet<>();
    orders.forEach(order -> standing.add(Ladder.Line.key(order.side(), order.label())));
    List<Ladder.Line> wanted = new ArrayList<>();
    for (Side side : Side.values()) {
      List<Ladder.Line> lines = ladder.side(side, mark, standing);
      wanted.addAll(affordable(lines, equity, lineValue, position, side));
    }
    List<Action> actions = changes(symbol, orders, wanted, lineValue);
    return actions.isEmpty() ? noop("the ladder stands") : actions;
  }

  /** The ladder in force, or a new one when there is none or the price has left it. */
  private Ladder ladder(State state, Price mark) {
    String before = state.get(CENTRE).orElse(null);
    if (before != null) {
      Ladder standing = Ladder.around(Price.of(before), parameters);
      if (standing.covers(mark)) {
        return standing;
      }
    }
    Ladder fresh = Ladder.around(mark, parameters);
    state.put(CENTRE, fresh.centre().toString());
    return fresh;
  }

  /** As many lines, nearest first, as the position may still grow to that side. */
  private List<Ladder.Line> affordable(
      List<Ladder.Line> lines, Usd equity, Usd lineValue, Usd position, Side side) {
    Usd most = equity.percent(parameters.maxPositionPercent());
    Usd room = side == Side.BUY ? most.minus(position) : most.plus(position);
    BigDecimal count = room.value().divide(lineValue.value(), 0, RoundingMode.FLOOR);
    int affordable = count.max(BigDecimal.ZERO).min(BigDecimal.valueOf(lines.size())).intValue();
    return lines.subList(0, affordable);
  }

  /** Cancels what is not wanted, then places what is missing. */
  private List<Action> changes(
      String symbol, List<OpenOrder> orders, List<Ladder.Line> wanted, Usd lineValue) {
    Set<String> missing = new HashSet<>();
    wanted.forEach(line -> missing.add(line.key()));
    List<Action> actions = new ArrayList<>();
    for (OpenOrder order : orders) {
      if (!missing.remove(Ladder.Line.key(order.side(), order.label()))) {
        actions.add(new CancelOrder(order.clientOrderId(), "off the ladder"));
      }
    }
    for (Ladder.Line line : wanted) {
      if (missing.contains(line.key())) {
        OrderTerms terms = OrderTerms.limit(line.price());
        OrderSize size = OrderSize.worth(lineValue);
        actions.add(
            PlaceOrder.of(symbol, line.side(), size, terms, "line " + line.label())
                .withLabel(line.label()));
      }
    }
    return actions;
  }

  /** Whether this decision is the first of its period: two may run at once. */
  private boolean claimTurn(DecisionContext context) {
    long period = parameters.every().toMillis();
    String turn = Long.toString(Math.floorDiv(context.now().toEpochMilli(), period));
    String before = context.state().get(TURN).orElse(null);
    return !turn.equals(before) && context.state().compareAndSet(TURN, before, turn);
  }

  private static List<Action> noop(String reason) {
    return List.of(new Noop(reason));
  }
}
