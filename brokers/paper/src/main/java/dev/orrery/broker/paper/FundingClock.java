package dev.orrery.broker.paper;

import dev.orrery.api.market.Funding;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.FundingPayment;
import dev.orrery.executor.order.BrokerEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * Pays funding for each full hour a position is open, at the first thing that happens at or after
 * the hour: at the mark price then, by the feed's rate or the setting. Confined to the broker's
 * lock.
 */
final class FundingClock {
  private final Exchange exchange;

  FundingClock(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Every payment due at or before {@code millis}, symbol by symbol. */
  void payUntil(long millis) {
    for (Map.Entry<String, SymbolAccount> entry : exchange.account.symbols().entrySet()) {
      SymbolAccount symbol = entry.getValue();
      if (symbol.quantityDouble() != 0) {
        while (symbol.nextFunding() <= millis && pay(entry.getKey(), symbol)) {
          // One hour at a time.
        }
      }
    }
  }

  private boolean pay(String name, SymbolAccount symbol) {
    Price mark = exchange.marks.price(name);
    if (mark == null) {
      return false; // after a restart, before the first price
    }
    Funding told = exchange.marks.funding(name);
    BigDecimal rate = told == null ? exchange.settings.hourlyFundingRate() : told.hourlyRate();
    Quantity quantity = symbol.position().quantity();
    Usd amount = FundingPayment.received(quantity, mark, rate);
    long hour = symbol.nextFunding();
    exchange.tell(
        new BrokerEvent.FundingPaid(
            "funding:" + name + ":" + hour,
            name,
            amount,
            rate,
            quantity,
            Instant.ofEpochMilli(hour)));
    return true;
  }
}
