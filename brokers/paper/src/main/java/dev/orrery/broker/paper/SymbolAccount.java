package dev.orrery.broker.paper;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.PerpPosition;
import dev.orrery.executor.journal.StandingReader;
import dev.orrery.executor.journal.StandingWriter;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** One symbol of the account. Changed by {@link PaperAccount} only, from events only. */
final class SymbolAccount {
  static final long HOUR = 3_600_000;

  private PerpPosition position = PerpPosition.FLAT;
  private int leverage;
  private boolean leverageTold;
  private MarginMode mode = MarginMode.CROSS;
  private Usd isolatedMargin = Usd.ZERO;
  private long fundedThrough = Long.MIN_VALUE;

  /** The same as doubles: a screen before exact arithmetic. */
  private double quantity;

  private double cost;
  private double isolated;

  SymbolAccount(int leverage) {
    this.leverage = leverage;
  }

  void write(StandingWriter out) {
    out.decimal(position.quantity().value())
        .decimal(position.cost().value())
        .number(leverage)
        .flag(leverageTold)
        .name(mode)
        .decimal(isolatedMargin.value())
        .number(fundedThrough);
  }

  /** A leverage that nobody was told is the market's, whatever that is by now. */
  static SymbolAccount read(StandingReader in, int defaultLeverage) {
    PerpPosition position = new PerpPosition(in.quantity(), in.usd());
    int leverage = Math.toIntExact(in.number());
    boolean told = in.flag();
    SymbolAccount account = new SymbolAccount(told ? leverage : defaultLeverage);
    account.position = position;
    account.leverageTold = told;
    account.mode = in.name(MarginMode.class);
    account.isolatedMargin = in.usd();
    account.fundedThrough = in.number();
    account.refresh();
    return account;
  }

  PerpPosition position() {
    return position;
  }

  int leverage() {
    return leverage;
  }

  MarginMode mode() {
    return mode;
  }

  /** Whether anybody has heard of its leverage. */
  boolean leverageTold() {
    return leverageTold;
  }

  Usd isolatedMargin() {
    return isolatedMargin;
  }

  /** The next full hour at which funding is due. */
  long nextFunding() {
    return (Math.floorDiv(fundedThrough, HOUR) + 1) * HOUR;
  }

  double quantityDouble() {
    return quantity;
  }

  double costDouble() {
    return cost;
  }

  double isolatedDouble() {
    return isolated;
  }

  /** Takes an execution; answers what was realised. */
  Usd fill(Fill fill) {
    boolean wasFlat = position.isFlat();
    Quantity held = position.quantity().abs();
    PerpPosition.Change change = position.fill(fill.side(), fill.quantity(), fill.price());
    position = change.after();
    if (mode == MarginMode.ISOLATED) {
      release(change.closed(), held);
      Usd opened = fill.price().times(change.opened());
      isolatedMargin = isolatedMargin.plus(Holding.initialMargin(opened, leverage));
    }
    if (wasFlat || position.isFlat()) {
      fundedThrough = fill.at().toEpochMilli();
    }
    refresh();
    return change.realised();
  }

  private void release(Quantity closed, Quantity held) {
    if (closed.isZero()) {
      return;
    }
    BigDecimal left = held.minus(closed).value();
    isolatedMargin =
        new Usd(
            isolatedMargin.value().multiply(left).divide(held.value(), 12, RoundingMode.HALF_EVEN));
  }

  void fund(BrokerEvent.FundingPaid paid) {
    fundedThrough = paid.at().toEpochMilli();
    if (mode == MarginMode.ISOLATED) {
      isolatedMargin = isolatedMargin.plus(paid.amount());
      refresh();
    }
  }

  /** A higher leverage frees nothing that is set apart; a lower one sets more apart. */
  void lever(BrokerEvent.LeverageChanged change) {
    leverageTold = true;
    leverage = change.leverage();
    mode = change.mode();
    if (mode == MarginMode.ISOLATED && !position.isFlat()) {
      Usd needed = marginAtEntry(leverage);
      isolatedMargin = needed.compareTo(isolatedMargin) > 0 ? needed : isolatedMargin;
    }
    refresh();
  }

  /** Initial margin of the position at its cost. */
  Usd marginAtEntry(int times) {
    return Holding.initialMargin(position.cost().abs(), times);
  }

  /** Margin that resting orders and the position need at a price: the worse of both directions. */
  Usd required(Price mark, Quantity restingBuys, Quantity restingSells) {
    Quantity held = position.quantity();
    Quantity most = held.abs();
    Quantity bought = held.plus(restingBuys).abs();
    Quantity sold = held.minus(restingSells).abs();
    most = bought.compareTo(most) > 0 ? bought : most;
    most = sold.compareTo(most) > 0 ? sold : most;
    Quantity counted = mode == MarginMode.CROSS ? most : most.minus(held.abs());
    return counted.isZero() ? Usd.ZERO : Holding.initialMargin(mark.times(counted), leverage);
  }

  private void refresh() {
    quantity = position.quantity().toDouble();
    cost = position.cost().toDouble();
    isolated = isolatedMargin.toDouble();
  }
}
