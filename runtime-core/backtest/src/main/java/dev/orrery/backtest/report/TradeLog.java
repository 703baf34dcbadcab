package dev.orrery.backtest.report;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.executor.order.Fill;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Fills and funding of an account put together to trades, symbol by symbol, and added up. Cash is
 * what was received less what was paid, so that nothing is ever divided. Confined to one thread.
 */
final class TradeLog {
  private static final int SHARE_DECIMALS = 12;
  private static final int MOST_REASONS = 20_000;

  private final Map<String, BigDecimal> held = new HashMap<>();
  private final Map<String, OpenTrade> open = new HashMap<>();
  private final List<OpenTrade> begun = new ArrayList<>();
  private final List<OpenTrade> sinceRow = new ArrayList<>();
  private final ToLongFunction<String> rowsOf;
  private final Function<String, String> whyOf;
  private BigDecimal cash = BigDecimal.ZERO;
  private BigDecimal deposits = BigDecimal.ZERO;
  private int numbers;
  private BigDecimal fees = BigDecimal.ZERO;
  private BigDecimal funding = BigDecimal.ZERO;
  private BigDecimal slippage = BigDecimal.ZERO;
  private BigDecimal traded = BigDecimal.ZERO;
  private int fills;
  private long heldSince;
  private long heldMillis;

  /**
   * Begins with nothing.
   *
   * @param rowsOf how many rows of a symbol have passed
   * @param whyOf why an order was placed
   */
  TradeLog(ToLongFunction<String> rowsOf, Function<String, String> whyOf) {
    this.rowsOf = rowsOf;
    this.whyOf = whyOf;
  }

  void deposit(BigDecimal amount) {
    cash = cash.add(amount);
    deposits = deposits.add(amount);
  }

  /** From here on things count: what came before is where it begins. */
  void begin(long at) {
    deposits = BigDecimal.ZERO;
    fees = BigDecimal.ZERO;
    funding = BigDecimal.ZERO;
    slippage = BigDecimal.ZERO;
    traded = BigDecimal.ZERO;
    fills = 0;
    heldSince = at;
    heldMillis = 0;
    begun.removeIf(trade -> !open.containsValue(trade));
  }

  void funding(String symbol, BigDecimal received) {
    cash = cash.add(received);
    funding = funding.add(received);
    OpenTrade current = open.get(symbol);
    if (current != null) {
      current.pay(received);
    }
  }

  /** One execution, and the mark price it took from; null for one that did not take. */
  void fill(Fill fill, @Nullable Price mark) {
    BigDecimal quantity = fill.quantity().value();
    BigDecimal fee = fill.fee().value();
    BigDecimal notional = fill.price().value().multiply(quantity);
    cash = cash.subtract(fill.side() == Side.BUY ? notional : notional.negate()).subtract(fee);
    fees = fees.add(fee);
    traded = traded.add(notional);
    slippage = slippage.add(lost(fill, quantity, mark));
    fills++;
    boolean wasFlat = flat();
    BigDecimal closing = closing(fill);
    BigDecimal opening = quantity.subtract(closing);
    BigDecimal closingFee =
        fee.multiply(closing).divide(quantity, SHARE_DECIMALS, RoundingMode.HALF_EVEN);
    if (closing.signum() != 0) {
      book(fill, closing, closingFee, mark);
    }
    if (opening.signum() != 0) {
      book(fill, opening, fee.subtract(closingFee), mark);
    }
    clock(wasFlat, fill.at().toEpochMilli());
  }

  private void clock(boolean wasFlat, long at) {
    if (wasFlat && !flat()) {
      heldSince = at;
    } else if (!wasFlat && flat()) {
      heldMillis += at - heldSince;
    }
  }

  /** How much of a fill brings the position towards zero. */
  private BigDecimal closing(Fill fill) {
    BigDecimal position = position(fill.symbol());
    return position.signum() * fill.side().sign() >= 0
        ? BigDecimal.ZERO
        : fill.quantity().value().min(position.abs());
  }

  private void book(Fill fill, BigDecimal part, BigDecimal fee, @Nullable Price mark) {
    String symbol = fill.symbol();
    String why = whyOf.apply(fill.clientOrderId().value());
    long rows = rowsOf.applyAsLong(symbol);
    OpenTrade current =
        open.computeIfAbsent(symbol, _ -> begin(new OpenTrade(++numbers, fill, rows, known(why))));
    current.add(fill, part, fee, lost(fill, part, mark), known(why));
    BigDecimal signed = fill.side() == Side.BUY ? part : part.negate();
    BigDecimal rest = position(symbol).add(signed);
    if (rest.signum() == 0) {
      held.remove(symbol);
      open.remove(symbol);
      current.end(rows);
      sinceRow.add(current);
    } else {
      held.put(symbol, rest);
    }
  }

  private OpenTrade begin(OpenTrade trade) {
    begun.add(trade);
    sinceRow.add(trade);
    return trade;
  }

  /** Of trades past so many no reasons are kept. */
  private String known(String why) {
    return begun.size() > MOST_REASONS ? "" : why;
  }

  /** A row of a symbol has passed, after its fills. */
  void row(String symbol, long time) {
    if (!sinceRow.isEmpty()) {
      sinceRow.stream()
          .filter(trade -> trade.symbol().equals(symbol))
          .distinct()
          .forEach(trade -> trade.row(time));
      sinceRow.removeIf(trade -> trade.symbol().equals(symbol));
    }
  }

  private static BigDecimal lost(Fill fill, BigDecimal part, @Nullable Price mark) {
    if (mark == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal dearer = fill.price().value().subtract(mark.value()).multiply(part);
    return fill.side() == Side.BUY ? dearer : dearer.negate();
  }

  private BigDecimal position(String symbol) {
    return held.getOrDefault(symbol, BigDecimal.ZERO);
  }

  boolean flat() {
    return held.isEmpty();
  }

  int fills() {
    return fills;
  }

  /** What the account is worth at these prices, exact. */
  BigDecimal equity(Function<String, BigDecimal> prices) {
    return cash.add(worth(prices));
  }

  /** What its positions are worth, short ones below zero. */
  BigDecimal worth(Function<String, BigDecimal> prices) {
    BigDecimal worth = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> each : held.entrySet()) {
      worth = worth.add(each.getValue().multiply(prices.apply(each.getKey())));
    }
    return worth;
  }

  /** Everything so far; trades that are open are shown at these prices and this instant. */
  Sums sums(Function<String, BigDecimal> prices, long end) {
    Instant at = Instant.ofEpochMilli(end);
    List<Trade> all =
        begun.stream()
            .map(it -> it.trade(prices.apply(it.symbol()), at, rowsOf.applyAsLong(it.symbol())))
            .toList();
    return new Sums(
        all,
        Exact.plain(equity(prices)),
        Exact.plain(deposits),
        Exact.plain(fees),
        Exact.plain(funding),
        Exact.plain(slippage),
        Exact.plain(traded),
        fills,
        flat() ? heldMillis : heldMillis + end - heldSince);
  }

  /**
   * An account's sums.
   *
   * @param deposits paid in since it began, less what was paid out
   * @param traded notional of all fills
   * @param heldMillis how long there was a position in any symbol
   */
  record Sums(
      List<Trade> trades,
      BigDecimal equity,
      BigDecimal deposits,
      BigDecimal fees,
      BigDecimal funding,
      BigDecimal slippage,
      BigDecimal traded,
      int fills,
      long heldMillis) {}
}
