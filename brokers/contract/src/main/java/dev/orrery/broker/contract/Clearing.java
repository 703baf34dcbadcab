package dev.orrery.broker.contract;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.executor.risk.ClearedOrder;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.executor.risk.RiskGate;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.market.MarketSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders cleared by the gate of a very rich account, each as it would be if the account had what
 * the order needs: what the venue does with an order is tested here, not whether it may be sent.
 */
public final class Clearing {
  private static final BigDecimal ANY = new BigDecimal("1000000000");
  private static final Instant LONG_AGO = Instant.EPOCH;

  private Clearing() {}

  /** A new order, cleared. */
  public static ClearedOrder placing(OrderSpec order) {
    RiskGate gate = gate(order, false);
    order.entry().ifPresent(entry -> gate.place(opening(entry, order)));
    return cleared(gate.place(order));
  }

  /** A change of an order, cleared. */
  public static ClearedOrder amending(OrderSpec changed) {
    return cleared(gate(changed, true).amend(changed));
  }

  private static ClearedOrder cleared(Clearance clearance) {
    return switch (clearance) {
      case Clearance.Cleared it -> it.order();
      case Clearance.Denied it -> throw new IllegalStateException("not cleared: " + it);
    };
  }

  private static OrderSpec opening(ClientOrderId id, OrderSpec like) {
    return new OrderSpec(
        id,
        like.symbol(),
        like.side().opposite(),
        like.quantity(),
        OrderTerms.market(),
        false,
        Optional.empty(),
        "");
  }

  private static RiskGate gate(OrderSpec order, boolean working) {
    AccountBook book = new AccountBook();
    book.apply(new AccountEntry.Told(new BrokerEvent.Deposited("start", new Usd(ANY), LONG_AGO)));
    if (order.reduceOnly() && order.entry().isEmpty()) {
      book.apply(new AccountEntry.Told(new BrokerEvent.OrderFilled(held(order))));
    }
    if (working) {
      book.apply(new AccountEntry.Intended(order, "contract", "contract", 1, LONG_AGO, LONG_AGO));
    }
    RiskCaps caps =
        new RiskCaps(
            ANY,
            ANY,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            ANY,
            BigDecimal.ZERO,
            Set.of(order.symbol()),
            ANY,
            ANY);
    AccountView view = new AccountView(book.state(), new OnePrice(order.symbol()));
    return new RiskGate(caps, Duration.ofSeconds(1), view, TradingState.ACTIVE, 0);
  }

  private static Fill held(OrderSpec order) {
    return new Fill(
        "held",
        ClientOrderId.of("contract", "held", 0, 0, 0),
        order.symbol(),
        order.side().opposite(),
        Price.of("1000"),
        order.quantity().plus(Quantity.of("1")),
        Usd.ZERO,
        false,
        false,
        LONG_AGO);
  }

  /** A market where everything costs 1000 and is fresh. */
  private record OnePrice(String symbol) implements MarketSnapshot {
    @Override
    public long time() {
      return 0;
    }

    @Override
    public Set<String> symbols() {
      return Set.of(symbol);
    }

    @Override
    public @Nullable Instrument instrument(String asked) {
      return null;
    }

    @Override
    public double mark(String asked) {
      return 1000;
    }

    @Override
    public long markTime(String asked) {
      return 0;
    }

    @Override
    public long confirmedAt(String asked) {
      return 0;
    }

    @Override
    public @Nullable Candles candles(String asked, Interval interval, int count) {
      return null;
    }

    @Override
    public @Nullable Book book(String asked) {
      return null;
    }

    @Override
    public @Nullable Funding funding(String asked) {
      return null;
    }
  }
}
