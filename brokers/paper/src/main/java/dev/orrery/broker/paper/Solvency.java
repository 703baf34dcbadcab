package dev.orrery.broker.paper;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.MarginTiers;
import dev.orrery.broker.margin.MarginView;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the account can afford, and whether it stands. Confined to the broker's lock. */
final class Solvency {
  /** The screen in doubles is this much stricter than the exact rule. */
  private static final double SCREEN = 1.001;

  private final Exchange exchange;
  private final Map<String, MarginTiers> tiers = new HashMap<>();

  // Marks of the one position at which it stands, as of a version of the account.
  private long bandVersion = -1;
  private String bandSymbol = "";
  private double bandLow;
  private double bandHigh;

  Solvency(Exchange exchange) {
    this.exchange = exchange;
  }

  MarginTiers tiers(String symbol) {
    MarginTiers known = tiers.get(symbol);
    return known != null
        ? known
        : tiers.computeIfAbsent(symbol, name -> exchange.settings.tiersOf(exchange.known(name)));
  }

  /** The account at the mark prices; a position without one is valued at its entry. */
  MarginView view() {
    List<Holding> holdings = new ArrayList<>();
    exchange
        .account
        .symbols()
        .forEach((name, symbol) -> {
          if (!symbol.position().isFlat()) {
            holdings.add(holding(name, symbol));
          }
        });
    return new MarginView(exchange.account.balance(), holdings);
  }

  private Holding holding(String name, SymbolAccount symbol) {
    Price mark = exchange.marks.price(name);
    return new Holding(
        name,
        symbol.position(),
        mark == null ? symbol.position().averageEntry() : mark,
        symbol.leverage(),
        symbol.mode(),
        symbol.isolatedMargin(),
        tiers(name));
  }

  /** What is over when a new order rests or is executed at {@code price}; null when it may. */
  @Nullable String refusal(OrderSpec order, Price price, boolean taking) {
    return refusal(order, order.quantity(), price, taking, null);
  }

  /** The same for the new shape of a resting order. */
  @Nullable String refusalOfAmend(WorkingOrder order, Quantity remaining, Price price) {
    return refusal(order.spec(), remaining, price, false, order);
  }

  /** Whether a resting order can still be executed. */
  boolean affords(WorkingOrder order, Quantity quantity, Price price) {
    Quantity opening =
        exchange.account.symbol(order.symbol()).position().opening(order.side(), quantity);
    return opening.isZero() || refusal(order.spec(), quantity, price, true, order) == null;
  }

  private @Nullable String refusal(
      OrderSpec order,
      Quantity quantity,
      Price price,
      boolean taking,
      @Nullable WorkingOrder replaced) {
    String name = order.symbol();
    SymbolAccount symbol = exchange.account.symbol(name);
    Price mark = exchange.marks.price(name);
    if (mark == null) {
      return PaperBroker.noMark(name);
    }
    Quantity buys = resting(name, true, replaced);
    Quantity sells = resting(name, false, replaced);
    boolean buy = order.side().sign() > 0;
    Usd before = symbol.required(mark, buys, sells);
    Quantity newBuys = buy ? buys.plus(quantity) : buys;
    Quantity newSells = buy ? sells : sells.plus(quantity);
    Usd after = symbol.required(mark, newBuys, newSells);
    if (after.compareTo(before) <= 0) {
      return null;
    }
    Quantity held = symbol.position().quantity();
    Quantity reached = buy ? held.plus(newBuys) : held.minus(newSells);
    if (symbol.leverage() > tiers(name).maxLeverage(mark.times(reached).abs())) {
      return "Order would cause position to exceed margin tier limit at current leverage";
    }
    Usd atOnce = taking ? costOfTaking(order, quantity, price, mark) : Usd.ZERO;
    Usd left = view().crossValue().minus(requiredElsewhere(name)).minus(after).minus(atOnce);
    return left.signum() < 0 ? "Insufficient margin to place order." : null;
  }

  /** Fee, and the loss against the mark price. */
  private Usd costOfTaking(OrderSpec order, Quantity quantity, Price price, Price mark) {
    Usd fee = exchange.settings.fees().of(price, quantity, false);
    Usd worse = price.times(quantity).minus(mark.times(quantity));
    Usd loss = order.side().sign() > 0 ? worse : worse.negate();
    return loss.signum() > 0 ? fee.plus(loss) : fee;
  }

  private Usd requiredElsewhere(String except) {
    Usd sum = Usd.ZERO;
    for (Map.Entry<String, SymbolAccount> entry : exchange.account.symbols().entrySet()) {
      Price mark = exchange.marks.price(entry.getKey());
      if (!entry.getKey().equals(except) && mark != null) {
        Quantity buys = resting(entry.getKey(), true, null);
        Quantity sells = resting(entry.getKey(), false, null);
        sum = sum.plus(entry.getValue().required(mark, buys, sells));
      }
    }
    return sum;
  }

  private Quantity resting(String symbol, boolean buys, @Nullable WorkingOrder except) {
    Quantity sum = Quantity.ZERO;
    for (WorkingOrder order : exchange.account.working()) {
      if (order != except
          && order.isBuy() == buys
          && order.stage() == WorkingOrder.Stage.RESTING
          && !order.spec().reduceOnly()
          && order.symbol().equals(symbol)) {
        sum = sum.plus(order.remaining());
      }
    }
    return sum;
  }

  /** What a change of leverage meets; null when it may. */
  @Nullable String refusalOfLeverage(String name, int leverage, MarginMode mode) {
    Instrument instrument = exchange.instrument(name);
    if (instrument == null) {
      return "no instrument " + name;
    }
    SymbolAccount symbol = exchange.account.symbol(name);
    if (leverage < 1 || leverage > instrument.maxLeverage()) {
      return "leverage " + leverage + " is not 1 to " + instrument.maxLeverage() + " for " + name;
    }
    boolean flat = symbol.position().isFlat();
    if (!flat && mode != symbol.mode()) {
      return "Cannot switch leverage type with open position.";
    }
    Price mark = exchange.marks.price(name);
    if (leverage >= symbol.leverage() || mark == null) {
      return null;
    }
    Usd needed = symbol.required(mark, resting(name, true, null), resting(name, false, null));
    Usd scaled = needed.times(BigDecimal.valueOf(symbol.leverage()));
    Usd more = Holding.initialMargin(scaled, leverage);
    if (mode == MarginMode.ISOLATED && !flat) {
      Usd added = symbol.marginAtEntry(leverage).minus(symbol.isolatedMargin());
      more = added.signum() > 0 ? more.plus(added) : more;
    }
    Usd left = view().crossValue().minus(requiredElsewhere(name)).minus(more);
    return left.signum() < 0 ? "Insufficient margin to lower leverage." : null;
  }

  /** A quick and strict screen: true means nothing is to be liquidated for certain. */
  boolean surelyStands() {
    if (exchange.account.version() == bandVersion) {
      double mark = exchange.marks.of(bandSymbol);
      if (mark >= bandLow && mark <= bandHigh) {
        return true;
      }
    }
    if (!stands()) {
      return false;
    }
    widen();
    return true;
  }

  /**
   * With one position the screen is linear in its mark: between two marks at which it stands it
   * stands, until the account changes.
   */
  private void widen() {
    String only = null;
    for (Map.Entry<String, SymbolAccount> entry : exchange.account.symbols().entrySet()) {
      if (entry.getValue().quantityDouble() != 0) {
        if (only != null) {
          return;
        }
        only = entry.getKey();
      }
    }
    double mark = only == null ? Double.NaN : exchange.marks.of(only);
    if (only == null || Double.isNaN(mark)) {
      return;
    }
    boolean same = bandVersion == exchange.account.version();
    bandVersion = exchange.account.version();
    bandSymbol = only;
    bandLow = same ? Math.min(bandLow, mark) : mark;
    bandHigh = same ? Math.max(bandHigh, mark) : mark;
  }

  private boolean stands() {
    double cross = exchange.account.balance().toDouble();
    double maintenance = 0;
    for (Map.Entry<String, SymbolAccount> entry : exchange.account.symbols().entrySet()) {
      SymbolAccount symbol = entry.getValue();
      double quantity = symbol.quantityDouble();
      if (quantity == 0) {
        continue;
      }
      double mark = exchange.marks.of(entry.getKey());
      if (Double.isNaN(mark)) {
        continue;
      }
      double profit = quantity * mark - symbol.costDouble();
      double needed = Math.abs(quantity) * mark * tiers(entry.getKey()).highestRate();
      if (symbol.mode() == MarginMode.CROSS) {
        cross += profit;
        maintenance += needed;
      } else if (symbol.isolatedDouble() + profit <= needed * SCREEN) {
        return false;
      } else {
        cross -= symbol.isolatedDouble();
      }
    }
    return maintenance == 0 || cross > maintenance * SCREEN;
  }
}
