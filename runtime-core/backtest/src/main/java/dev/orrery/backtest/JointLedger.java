package dev.orrery.backtest;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.TakenFills;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The books of an account that trades several symbols: a {@link Ledger} for each, the cash of the
 * account in that of the first. What they come to together is exact. Thread-safe.
 */
final class JointLedger implements TakenFills {
  private final Map<String, Ledger> bySymbol = new LinkedHashMap<>();
  private final Ledger first;
  private int open;
  private long heldSince;
  private long held;

  JointLedger(List<String> symbols) {
    symbols.forEach(symbol -> bySymbol.put(symbol, new Ledger()));
    first = of(symbols.getFirst());
  }

  @Override
  public void took(Fill fill, Price mark) {
    of(fill.symbol()).took(fill, mark);
  }

  synchronized void on(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.OrderFilled it -> filled(it);
      case BrokerEvent.FundingPaid it -> of(it.symbol()).on(it);
      default -> first.on(event);
    }
  }

  private void filled(BrokerEvent.OrderFilled event) {
    Ledger ledger = of(event.fill().symbol());
    boolean flat = isFlat(ledger);
    ledger.on(event);
    int change = (flat ? 1 : 0) - (isFlat(ledger) ? 1 : 0);
    if (change > 0 && open == 0) {
      heldSince = event.at().toEpochMilli();
    }
    open += change;
    if (change < 0 && open == 0) {
      held += event.at().toEpochMilli() - heldSince;
    }
  }

  private Ledger of(String symbol) {
    Ledger ledger = bySymbol.get(symbol);
    if (ledger == null) {
      throw new IllegalStateException("the market has no " + symbol);
    }
    return ledger;
  }

  private static boolean isFlat(Ledger ledger) {
    return ledger.standing().quantity().signum() == 0;
  }

  /** Grows with everything that changes what the account is worth at its prices. */
  int version() {
    return bySymbol.values().stream().mapToInt(Ledger::version).sum();
  }

  /** What the account is worth at these prices, exact. */
  synchronized BigDecimal equity(ToDoubleFunction<String> prices) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Ledger> each : bySymbol.entrySet()) {
      Ledger.Standing standing = each.getValue().standing();
      // Nothing is held before the first price, and what is not held is worth the same at any.
      boolean flat = standing.quantity().signum() == 0;
      sum = sum.add(standing.equity(flat ? 1 : prices.applyAsDouble(each.getKey())));
    }
    return sum;
  }

  /** Everything so far, trades in the order they were opened. */
  synchronized Ledger.Booked booked(ToDoubleFunction<String> marks, Instant end) {
    Usd equity = Usd.ZERO;
    Usd fees = Usd.ZERO;
    Usd funding = Usd.ZERO;
    Usd slippage = Usd.ZERO;
    int fills = 0;
    int liquidations = 0;
    List<RoundTrip> trips = new ArrayList<>();
    for (Map.Entry<String, Ledger> each : bySymbol.entrySet()) {
      Ledger.Booked of = each.getValue().booked(Price.of(marks.applyAsDouble(each.getKey())), end);
      equity = equity.plus(of.equity());
      fees = fees.plus(of.fees());
      funding = funding.plus(of.funding());
      slippage = slippage.plus(of.slippage());
      fills += of.fills();
      liquidations += of.liquidations();
      trips.addAll(of.trips());
    }
    trips.sort(Comparator.comparing(RoundTrip::openedAt));
    long heldMillis = held + (open > 0 ? end.toEpochMilli() - heldSince : 0);
    return new Ledger.Booked(
        equity, fees, funding, slippage, fills, liquidations, heldMillis, numbered(trips));
  }

  private static List<RoundTrip> numbered(List<RoundTrip> trips) {
    List<RoundTrip> numbered = new ArrayList<>();
    for (RoundTrip trip : trips) {
      numbered.add(trip.withNumber(numbered.size() + 1));
    }
    return numbered;
  }
}
