package dev.orrery.broker.hyperliquid.account;

import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import java.util.List;

/**
 * Hears an account, one thing at a time, from one thread or another. Returns soon: the connection
 * waits for it.
 */
public interface AccountListener {
  /** Fills nobody was told of, in the order they happened. */
  void fills(List<Fill> fills);

  /** What became of orders. Orders and fills overtake each other. */
  void orders(List<AccountMessage.OrderUpdate> updates);

  /** Funding paid or received, each payment once. */
  void fundings(List<AccountMessage.FundingPaid> payments);

  /** Money that came in or went out, each movement once. */
  void ledger(List<LedgerUpdate> movements);

  /** The account as it is. */
  void state(ClearinghouseState state);

  /** The open orders, all of them. */
  void openOrders(List<DetailedOrder> orders);

  /** Somebody is being liquidated: this account, or another one that it stands against. */
  void liquidation(AccountMessage.Liquidation liquidation);

  /**
   * The connection is up, for the first time or again, and fills, payments and movements missed
   * before have been told. What became of orders meanwhile has not: nobody tells that but the
   * venue, asked for each.
   */
  void caughtUp();

  /** The connection is lost; it comes back by itself. */
  void lost(String cause);

  /** News of a channel could not be read, and is lost. */
  void unreadable(String channel, String cause);
}
