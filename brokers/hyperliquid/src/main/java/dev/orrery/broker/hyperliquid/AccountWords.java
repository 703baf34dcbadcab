package dev.orrery.broker.hyperliquid;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.hyperliquid.account.AccountStream;
import dev.orrery.broker.hyperliquid.order.Orders;
import dev.orrery.broker.hyperliquid.order.Reports;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.Fill;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.LedgerDelta;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.FundingPaid;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Fills, funding and money in the executor's words: the same whether told or reported. */
final class AccountWords implements Reports.Wording {
  private final Address account;
  private final Orders orders;
  private final Backstop backstop;

  AccountWords(Address account, Orders orders, Backstop backstop) {
    this.account = account;
    this.orders = orders;
    this.backstop = backstop;
  }

  @Override
  public List<BrokerEvent.Deposited> untold(Instant since) {
    return backstop.since(since);
  }

  @Override
  public Fill fill(dev.orrery.hyperliquid.wire.info.Fill it) {
    return new Fill(
        AccountStream.idOf(it),
        orders.idOf(it.oid(), it.cloid()),
        it.coin(),
        it.side() == BookSide.BID ? Side.BUY : Side.SELL,
        new Price(it.px()),
        new Quantity(it.sz()),
        new Usd(it.fee()),
        !it.crossed(),
        liquidates(it),
        Instant.ofEpochMilli(it.time()));
  }

  /**
   * Whether it was this account that was liquidated: it may be the one that took the other side.
   */
  boolean liquidates(dev.orrery.hyperliquid.wire.info.Fill it) {
    return it.liquidation() != null && it.liquidation().of(account);
  }

  @Override
  public BrokerEvent.FundingPaid funding(FundingPaid it) {
    return new BrokerEvent.FundingPaid(
        AccountStream.idOf(it),
        it.coin(),
        new Usd(it.usdc()),
        it.fundingRate(),
        new Quantity(it.szi()),
        Instant.ofEpochMilli(it.time()));
  }

  /** What is not listed here does not move the cash of perpetuals, or comes out as a difference. */
  @Override
  public Optional<BrokerEvent.Deposited> deposited(LedgerUpdate it) {
    LedgerDelta delta = it.delta();
    BigDecimal usdc = delta.usdc();
    if (usdc == null) {
      return Optional.empty();
    }
    BigDecimal fee = delta.fee() == null ? BigDecimal.ZERO : delta.fee();
    BigDecimal amount =
        switch (delta.type()) {
          case "deposit" -> usdc;
          case "withdraw" -> usdc.add(fee).negate();
          case "internalTransfer", "subAccountTransfer" ->
              isTo(delta) ? usdc : usdc.add(fee).negate();
          case "accountClassTransfer" -> Boolean.TRUE.equals(delta.toPerp()) ? usdc : usdc.negate();
          default -> BigDecimal.ZERO;
        };
    return amount.signum() == 0
        ? Optional.empty()
        : Optional.of(
            new BrokerEvent.Deposited(
                delta.type() + ":" + it.time() + ":" + it.hash() + ":" + amount.toPlainString(),
                new Usd(amount),
                Instant.ofEpochMilli(it.time())));
  }

  private boolean isTo(LedgerDelta delta) {
    String destination = delta.destination();
    return destination != null && destination.toLowerCase(Locale.ROOT).equals(account.hex());
  }
}
