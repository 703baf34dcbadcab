package dev.orrery.backtest;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.TakenFills;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the broker told of an account of one symbol, added up a second time and in another way than
 * the account does: cash here is what was received less what was paid, so that equity is cash plus
 * quantity times price and nothing is ever divided. Thread-safe.
 */
final class Ledger implements TakenFills {
  private static final int SHARE_DECIMALS = 12;

  private final List<RoundTrip> trips = new ArrayList<>();
  private Usd cash = Usd.ZERO;
  private Usd fees = Usd.ZERO;
  private Usd funding = Usd.ZERO;
  private Usd slippage = Usd.ZERO;
  private Quantity quantity = Quantity.ZERO;
  private int fills;
  private int liquidations;
  private @Nullable OpenTrip trip;
  private int begun;
  private long heldSince;
  private long held;
  private @Nullable Fill taken;
  private @Nullable Price takenFrom;
  private volatile int version;

  @Override
  public synchronized void took(Fill fill, Price mark) {
    taken = fill;
    takenFrom = mark;
  }

  synchronized void on(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.Deposited it -> cash = cash.plus(it.amount());
      case BrokerEvent.FundingPaid it -> paid(it.amount());
      case BrokerEvent.OrderFilled it -> filled(it.fill());
      case BrokerEvent.Liquidated _ -> liquidations++;
      case BrokerEvent.OrderOpened _ -> {}
      case BrokerEvent.OrderTriggered _ -> {}
      case BrokerEvent.OrderAmended _ -> {}
      case BrokerEvent.OrderClosed _ -> {}
      case BrokerEvent.LeverageChanged _ -> {}
    }
    version = version + 1;
  }

  private void paid(Usd received) {
    cash = cash.plus(received);
    funding = funding.plus(received);
    OpenTrip current = trip;
    if (current != null) {
      current.pay(received);
    }
  }

  private void filled(Fill fill) {
    Price mark = fill.equals(taken) ? takenFrom : null;
    Usd notional = fill.price().times(fill.quantity());
    Usd lost = OpenTrip.lost(fill.side(), fill.quantity(), notional, mark);
    cash = (fill.side() == Side.BUY ? cash.minus(notional) : cash.plus(notional)).minus(fill.fee());
    fees = fees.plus(fill.fee());
    slippage = slippage.plus(lost);
    fills++;
    Quantity closing = closing(fill);
    if (closing.isZero() || closing.equals(fill.quantity())) { // nearly every fill
      book(fill, fill.quantity(), notional, fill.fee(), lost);
      return;
    }
    Usd closingFee = share(fill.fee(), closing, fill.quantity());
    part(fill, closing, closingFee, mark);
    part(fill, fill.quantity().minus(closing), fill.fee().minus(closingFee), mark);
  }

  private void part(Fill fill, Quantity part, Usd fee, @Nullable Price mark) {
    Usd notional = fill.price().times(part);
    book(fill, part, notional, fee, OpenTrip.lost(fill.side(), part, notional, mark));
  }

  /** How much of a fill brings the position towards zero. */
  private Quantity closing(Fill fill) {
    if (quantity.signum() * fill.side().sign() >= 0) {
      return Quantity.ZERO;
    }
    Quantity most = quantity.abs();
    return fill.quantity().compareTo(most) < 0 ? fill.quantity() : most;
  }

  private void book(Fill fill, Quantity part, Usd notional, Usd fee, Usd lost) {
    OpenTrip current = trip;
    if (current == null) {
      current = new OpenTrip(++begun, fill.symbol(), fill.side(), fill.at());
      trip = current;
      heldSince = fill.at().toEpochMilli();
    }
    current.add(fill.side(), part, notional, fee, lost, fill.at());
    if (fill.liquidation()) {
      current.liquidate();
    }
    quantity = fill.side() == Side.BUY ? quantity.plus(part) : quantity.minus(part);
    if (quantity.isZero()) {
      trips.add(current.done());
      trip = null;
      held += fill.at().toEpochMilli() - heldSince;
    }
  }

  private static Usd share(Usd whole, Quantity part, Quantity of) {
    BigDecimal exact = whole.value().multiply(part.value());
    return new Usd(exact.divide(of.value(), SHARE_DECIMALS, RoundingMode.HALF_EVEN));
  }

  /** Grows with everything that changes what the account is worth at a price. Any thread. */
  int version() {
    return version;
  }

  /** What the account has, without prices. */
  synchronized Standing standing() {
    return new Standing(version, cash, quantity);
  }

  /** Cash and the signed base units held, as of a version. */
  record Standing(int version, Usd cash, Quantity quantity) {
    /** What it is worth at a price, exact. */
    BigDecimal equity(double price) {
      return quantity.isZero()
          ? cash.value()
          : cash.value().add(quantity.value().multiply(BigDecimal.valueOf(price)));
    }
  }

  /** Everything so far; a trade that is open is shown as worth {@code mark} at {@code end}. */
  synchronized Booked booked(Price mark, Instant end) {
    List<RoundTrip> all = new ArrayList<>(trips);
    OpenTrip current = trip;
    long heldMillis = held;
    if (current != null) {
      all.add(current.open(mark, end));
      heldMillis += end.toEpochMilli() - heldSince;
    }
    return new Booked(
        cash.plus(mark.times(quantity)),
        fees,
        funding,
        slippage,
        fills,
        liquidations,
        heldMillis,
        all);
  }

  /**
   * An account's sums.
   *
   * @param heldMillis how long there was a position
   */
  record Booked(
      Usd equity,
      Usd fees,
      Usd funding,
      Usd slippage,
      int fills,
      int liquidations,
      long heldMillis,
      List<RoundTrip> trips) {}
}
