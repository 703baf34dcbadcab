package dev.orrery.executor.account;

import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.market.MarketSnapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The account at the prices of one moment: what strategies read, and what planner and risk gate
 * judge by. Immutable, safe for any thread, and nearly free to make: money is worked out when asked
 * for, and remembered until a position or a mark changes.
 *
 * <p>A position whose symbol has no mark price yet is valued at its average entry.
 */
public final class AccountView implements Account {
  /** Leverage of a symbol nobody has set, or the instrument's maximum where that is lower. */
  public static final int DEFAULT_LEVERAGE = 20;

  private final AccountState state;
  private final MarketSnapshot market;

  /** The mark asked for last: a race makes it twice, the same. */
  private @Nullable Priced priced;

  /** The decimal of a double costs more than what is done with it. */
  private record Priced(double mark, Optional<Price> price) {}

  /** The state at these prices. */
  public AccountView(AccountState state, MarketSnapshot market) {
    this.state = state;
    this.market = market;
  }

  /** Without prices. */
  public AccountState state() {
    return state;
  }

  /** The prices. */
  public MarketSnapshot market() {
    return market;
  }

  @Override
  public Usd equity() {
    return state.equity(market);
  }

  /** Equity as a double: to screen with, before the exact one. */
  public double equityNear() {
    return state.equityNear(market);
  }

  @Override
  public Usd balance() {
    return state.money().balance();
  }

  @Override
  public Usd available() {
    Usd free = equity();
    for (AccountState.Held held : state.held()) {
      free = free.minus(margin(held.symbol(), price(held).times(held.holding().quantity().abs())));
    }
    for (TrackedOrder order : state.working()) {
      if (order.opens()) {
        Optional<Price> price = order.ownPrice().or(() -> mark(order.spec().symbol()));
        Usd value = price.map(p -> p.times(order.reserved())).orElse(Usd.ZERO);
        free = free.minus(margin(order.spec().symbol(), value));
      }
    }
    return free;
  }

  @Override
  public Optional<Position> position(String symbol) {
    for (AccountState.Held held : state.held()) {
      if (held.symbol().equals(symbol)) {
        return Optional.of(toPosition(held));
      }
    }
    return Optional.empty();
  }

  @Override
  public Quantity held(String symbol) {
    return state.holding(symbol).quantity();
  }

  @Override
  public List<Position> positions() {
    return state.held().stream().map(this::toPosition).toList();
  }

  @Override
  public List<OpenOrder> openOrders() {
    return state.openOrders();
  }

  /** An order that is not final. */
  public Optional<TrackedOrder> order(ClientOrderId id) {
    for (TrackedOrder order : state.working()) {
      if (order.id().equals(id)) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  /** Mark price of a symbol; empty before the first. */
  public Optional<Price> mark(String symbol) {
    double mark = market.mark(symbol);
    if (Double.isNaN(mark)) {
      return Optional.empty();
    }
    Priced known = priced;
    if (known == null || known.mark != mark) {
      known = new Priced(mark, Optional.of(Price.of(mark)));
      priced = known;
    }
    return known.price;
  }

  /** Leverage and mode in force for a symbol. */
  public LeverageSetting leverage(String symbol) {
    LeverageSetting told = state.leverage().get(symbol);
    if (told != null) {
      return told;
    }
    Instrument instrument = market.instrument(symbol);
    int most = instrument == null ? 1 : instrument.maxLeverage();
    return new LeverageSetting(Math.min(DEFAULT_LEVERAGE, most), MarginMode.CROSS);
  }

  /** Initial margin of a notional at the symbol's leverage, rounded up to 12 decimals. */
  private Usd margin(String symbol, Usd notional) {
    BigDecimal leverage = BigDecimal.valueOf(leverage(symbol).leverage());
    return new Usd(notional.value().divide(leverage, Holding.DECIMALS, RoundingMode.UP));
  }

  private Price price(AccountState.Held held) {
    return mark(held.symbol()).orElseGet(() -> held.holding().averageEntry());
  }

  private Position toPosition(AccountState.Held held) {
    LeverageSetting setting = leverage(held.symbol());
    Holding holding = held.holding();
    return new Position(
        held.symbol(),
        holding.quantity(),
        holding.averageEntry(),
        mark(held.symbol()).map(holding::unrealised).orElse(Usd.ZERO),
        setting.leverage(),
        setting.mode(),
        held.liquidationPrice(),
        held.openedAt());
  }
}
