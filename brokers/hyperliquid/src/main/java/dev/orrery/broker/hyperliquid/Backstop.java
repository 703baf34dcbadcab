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

  /** So often while the account goes on moving; the next comparison finds what is left then. */
  private static final int MOST_LOOKS = 5;

  private final VenueAccess venue;
  private final Address account;
  private final Orders orders;
  private final Supplier<Instant> now;
  private final Runnable missed;
  private final List<BrokerEvent.Deposited> taken = new ArrayList<>();
  private BigDecimal cash;

  /** How often cash has moved. */
  private long moves;

  /**
   * Counts from a state on.
   *
   * @param beginning what has moved before it is in it
   * @param missed has all that moved cash told before it returns
   */
  Backstop(
      VenueAccess venue,
      Address account,
      Orders orders,
      Supplier<Instant> now,
      ClearinghouseState beginning,
      Runnable missed) {
    this.missed = missed;
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
    moves++;
  }

  private synchronized long moves() {
    return moves;
  }

  /**
   * A fill of a liquidation was told: asks what is left. The state asked for is compared once all
   * that led to it has been told, which is when nothing more was missed after it.
   *
   * @param id of the liquidation
   */
  void look(String id) {
    for (int attempt = 0; attempt < MOST_LOOKS; attempt++) {
      missed.run();
      long before = moves();
      if (!(venue.rest().ask(new AccountRequest.Perpetuals(account, null))
          instanceof InfoResult.Answered<ClearinghouseState>(var state))) {
        return; // The next comparison finds the difference.
      }
      missed.run();
      if (moves() == before) {
        compare(id, state);
        return;
      }
    }
  }

  private void compare(String id, ClearinghouseState state) {
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
