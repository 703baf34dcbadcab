package dev.orrery.executor.plan;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.TestMarket;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.market.MarketSnapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A planner with a book made by hand: positions and working orders, no venue. */
final class Planned {
  private static final Instant NOW = Instant.ofEpochMilli(TestMarket.START);
  private static final BigDecimal MIN_ORDER_USD = BigDecimal.TEN;

  final AccountBook book = new AccountBook();
  MarketSnapshot market = TestMarket.standard();
  BigDecimal minOrderUsd = MIN_ORDER_USD;
  private int made;

  /** Signed base units more, bought or sold at 100. */
  void hold(String symbol, String quantity) {
    Quantity signed = Quantity.of(quantity);
    Fill fill =
        new Fill(
            "fill-" + made++,
            id(),
            symbol,
            signed.signum() > 0 ? Side.BUY : Side.SELL,
            Price.of("100"),
            signed.abs(),
            Usd.ZERO,
            false,
            false,
            NOW);
    book.apply(new AccountEntry.Told(new BrokerEvent.OrderFilled(fill)));
  }

  /** An order on its way or at the venue. */
  OrderSpec working(String symbol, Side side, String quantity, OrderTerms terms) {
    OrderSpec order =
        new OrderSpec(
            id(), symbol, side, Quantity.of(quantity), terms, false, Optional.empty(), "");
    book.apply(new AccountEntry.Intended(order, "origin", "test", 1, NOW, NOW));
    return order;
  }

  Plan plan(Action... actions) {
    return new Planner("deployment")
        .plan(List.of(actions), new AccountView(book.state(), market), "firing", 0, minOrderUsd);
  }

  List<String> legs(Action... actions) {
    return Legs.texts(plan(actions));
  }

  private ClientOrderId id() {
    return ClientOrderId.of("before", "origin", made++, 0, 0);
  }
}
