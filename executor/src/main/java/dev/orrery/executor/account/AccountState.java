package dev.orrery.executor.account;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.market.MarketSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The book at one moment, without prices. Immutable but for a remembered valuation; safe for any
 * thread.
 */
public final class AccountState {
  /** An account nobody has used. */
  public static final AccountState EMPTY = new AccountBook().state();

  private final Money money;
  private final List<Held> held;
  private final List<TrackedOrder> working;
  private final Map<String, LeverageSetting> leverage;
  private final OrderCounts orders;
  private final @Nullable DayStart dayStart;

  // Made when they are asked for: a state between two events of an order is never looked at. A race
  // makes them twice, the same.
  private volatile @Nullable List<OpenOrder> openOrders;
  private volatile @Nullable Near near;
  private volatile @Nullable Valuation valuation;

  /** Of lists and a map that nobody changes. */
  AccountState(
      Money money,
      List<Held> held,
      List<TrackedOrder> working,
      Map<String, LeverageSetting> leverage,
      OrderCounts orders,
      @Nullable DayStart dayStart) {
    this.money = money;
    this.held = held;
    this.working = working;
    this.leverage = leverage;
    this.orders = orders;
    this.dayStart = dayStart;
  }

  /** Where the balance comes from. */
  public Money money() {
    return money;
  }

  /** What is held, by symbol. */
  public List<Held> held() {
    return held;
  }

  /** What is held of one symbol; {@link Holding#NONE} without a position. */
  public Holding holding(String symbol) {
    for (int i = 0; i < held.size(); i++) { // an iterator would be an object a bar
      Held each = held.get(i);
      if (each.symbol().equals(symbol)) {
        return each.holding();
      }
    }
    return Holding.NONE;
  }

  /** Every order that is not final, oldest first. */
  public List<TrackedOrder> working() {
    return working;
  }

  /** The same as strategies see them. */
  public List<OpenOrder> openOrders() {
    List<OpenOrder> known = openOrders;
    if (known == null) {
      known = OpenOrders.of(working);
      openOrders = known;
    }
    return known;
  }

  /** Leverage told by the broker, by symbol. */
  public Map<String, LeverageSetting> leverage() {
    return leverage;
  }

  /** Orders placed on the UTC day of this timeline instant. */
  public int ordersOnDayOf(long nowMillis) {
    return orders.day() == Math.floorDiv(nowMillis, OrderTally.DAY_MILLIS) ? orders.today() : 0;
  }

  /** Orders placed in the 60 s before this timeline instant. */
  public int ordersInMinuteBefore(long nowMillis) {
    int count = 0;
    for (long at : orders.recent()) {
      if (at > nowMillis - OrderTally.MINUTE_MILLIS) {
        count++;
      }
    }
    return count;
  }

  /** Equity at the start of the UTC day of this instant; empty before the day's first look. */
  public Optional<Usd> dayStartEquity(long nowMillis) {
    DayStart start = dayStart;
    return start != null && start.day() == Math.floorDiv(nowMillis, OrderTally.DAY_MILLIS)
        ? Optional.of(start.equity())
        : Optional.empty();
  }

  /** Equity as a double: near enough to tell what is far away. */
  double equityNear(MarketSnapshot market) {
    Near known = near;
    if (known == null) {
      known = Near.of(money, held);
      near = known;
    }
    double equity = known.balance;
    for (int i = 0; i < known.quantities.length; i++) {
      double mark = market.mark(held.get(i).symbol());
      if (!Double.isNaN(mark)) {
        equity += known.quantities[i] * mark - known.costs[i];
      }
    }
    return equity;
  }

  /** Balance plus unrealised profit and loss; an unpriced position counts at its entry. */
  Usd equity(MarketSnapshot market) {
    if (held.isEmpty()) {
      return money.balance();
    }
    Valuation known = valuation;
    if (known != null && known.isFor(held, market)) {
      return known.equity;
    }
    double[] marks = new double[held.size()];
    Usd equity = money.balance();
    for (int i = 0; i < marks.length; i++) {
      Held each = held.get(i);
      marks[i] = market.mark(each.symbol());
      if (!Double.isNaN(marks[i])) {
        equity = equity.plus(each.holding().unrealised(Price.of(marks[i])));
      }
    }
    valuation = new Valuation(marks, equity);
    return equity;
  }

  /**
   * Where the balance comes from.
   *
   * @param deposits money that came in, less what went out
   * @param realised profit and loss of closed quantity, before fees
   * @param fees paid
   * @param funding received, negative when paid
   * @param balance the sum, fees taken away
   */
  public record Money(Usd deposits, Usd realised, Usd fees, Usd funding, Usd balance) {
    static Money of(Usd deposits, Usd realised, Usd fees, Usd funding) {
      return new Money(
          deposits, realised, fees, funding, deposits.plus(realised).minus(fees).plus(funding));
    }
  }

  /**
   * A holding with its symbol.
   *
   * @param symbol instrument
   * @param holding never {@link Holding#NONE}
   * @param liquidationPrice as the broker reported it last for this very position
   * @param openedAt time of the fill with which it last left zero or changed its sign
   */
  public record Held(
      String symbol, Holding holding, Optional<Price> liquidationPrice, Instant openedAt) {}

  record OrderCounts(long day, int today, List<Long> recent) {}

  record DayStart(long day, Usd equity) {}

  /** The same as doubles, of each holding one. */
  private static final class Near {
    private final double balance;
    private final double[] quantities;
    private final double[] costs;

    private Near(double balance, double[] quantities, double[] costs) {
      this.balance = balance;
      this.quantities = quantities;
      this.costs = costs;
    }

    static Near of(Money money, List<Held> held) {
      double[] quantities = new double[held.size()];
      double[] costs = new double[held.size()];
      for (int i = 0; i < quantities.length; i++) {
        quantities[i] = held.get(i).holding().quantity().toDouble();
        costs[i] = held.get(i).holding().cost().toDouble();
      }
      return new Near(money.balance().toDouble(), quantities, costs);
    }
  }

  /** Equity at these marks, one for each holding. */
  private static final class Valuation {
    private final double[] marks;
    private final Usd equity;

    Valuation(double[] marks, Usd equity) {
      this.marks = marks;
      this.equity = equity;
    }

    boolean isFor(List<Held> held, MarketSnapshot market) {
      for (int i = 0; i < marks.length; i++) {
        if (Double.compare(marks[i], market.mark(held.get(i).symbol())) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
