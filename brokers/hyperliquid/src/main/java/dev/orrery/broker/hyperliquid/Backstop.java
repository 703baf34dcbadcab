package dev.orrery.broker.hyperliquid;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.order.Orders;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.client.InfoResult;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.AssetPosition;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the venue's backstop keeps of an account that it liquidates. It takes positions over with
 * the margin behind them and says nowhere how much that was; so cash is counted along here, and
 * what is missing after such a liquidation is told as money that went out. Thread-safe.
 */
final class Backstop {
  /** Less is a matter of digits. */
  private static final BigDecimal LEAST = new BigDecimal("0.01");

  private final VenueAccess venue;
  private final Address account;
  private final Orders orders;
  private final Supplier<Instant> now;
  private final List<BrokerEvent.Deposited> taken = new ArrayList<>();
  private BigDecimal cash;

  /**
   * Counts from a state on.
   *
   * @param beginning what has moved before it is in it
   */
  Backstop(
      VenueAccess venue,
      Address account,
      Orders orders,
      Supplier<Instant> now,
      ClearinghouseState beginning) {
    this.venue = venue;
    this.account = account;
    this.orders = orders;
    this.now = now;
    this.cash = cash(beginning);
  }

  static BigDecimal cash(ClearinghouseState state) {
    BigDecimal cash = state.marginSummary().accountValue();
    for (AssetPosition each : state.assetPositions()) {
      cash = cash.subtract(each.position().unrealizedPnl());
    }
    return cash;
  }

  /** Cash moved, as was told. */
  synchronized void moved(BigDecimal amount) {
    cash = cash.add(amount);
  }

  /**
   * A backstop liquidation is over and its fills are told: asks what is left.
   *
   * @param id of the liquidation
   */
  void look(String id) {
    if (!(venue.rest().ask(new AccountRequest.Perpetuals(account, null))
        instanceof InfoResult.Answered<ClearinghouseState>(var state))) {
      return; // The next comparison finds the difference.
    }
    BrokerEvent.Deposited event;
    synchronized (this) {
      BigDecimal missing = cash.subtract(cash(state));
      if (missing.compareTo(LEAST) < 0) {
        return;
      }
      cash = cash.subtract(missing);
      event = new BrokerEvent.Deposited("backstop:" + id, new Usd(missing.negate()), now.get());
      taken.add(event);
    }
    orders.told(event);
  }

  /** What was told, since an instant. */
  synchronized List<BrokerEvent.Deposited> since(Instant since) {
    return taken.stream().filter(it -> !it.at().isBefore(since)).toList();
  }
}
