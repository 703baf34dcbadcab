package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.MarginView;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Ticket;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.info.FillLiquidation;
import dev.orrery.hyperliquid.wire.info.LedgerDelta.LiquidatedPosition;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.Liquidation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes positions whose margin is below maintenance. First on the book, no worse than a tenth from
 * the mark, and of a position above 100,000 USD only a fifth, the rest half a minute later. What is
 * worth less than two thirds of maintenance the house takes over at the mark, with all margin that
 * is behind it; it bears what is missing below zero, so nobody is deleveraged for it.
 */
final class Liquidations {
  private static final BigDecimal LARGE = new BigDecimal("100000");
  private static final BigDecimal FIRST_PART = new BigDecimal("0.2");
  private static final long COOLING_MILLIS = 30_000;
  private static final BigDecimal WORST = new BigDecimal("0.1");
  private static final BigDecimal TWO = BigDecimal.TWO;
  private static final BigDecimal THREE = new BigDecimal("3");

  private final VenueState state;
  private final OrderEnds ends;
  private final Margins margins;
  private final Matching matching;
  private final Settlement settlement;
  private final ReduceOnly reduceOnly;
  private final Money money;

  Liquidations(
      VenueState state,
      OrderEnds ends,
      Margins margins,
      Matching matching,
      Settlement settlement,
      ReduceOnly reduceOnly,
      Money money) {
    this.state = state;
    this.ends = ends;
    this.margins = margins;
    this.matching = matching;
    this.settlement = settlement;
    this.reduceOnly = reduceOnly;
    this.money = money;
  }

  /** Looks at everybody whose margin may be too little; whether there was anybody. */
  boolean check() {
    boolean any = false;
    for (Account account : state.takeUnsettled()) {
      if (!House.is(account.address()) && holdsAnything(account)) {
        any |= check(account);
        state.settled(account.address());
      }
    }
    return any;
  }

  private static boolean holdsAnything(Account account) {
    return account.stakes().stream().anyMatch(stake -> !stake.position().isFlat());
  }

  private boolean check(Account account) {
    MarginView view = margins.view(account);
    boolean any = false;
    if (view.crossInsolvent() && view.holdings().stream().anyMatch(Holding::isCross)) {
      cross(account, view, false);
      any = true;
    }
    for (Holding holding : view.holdings()) {
      if (!holding.isCross() && MarginView.isolatedInsolvent(holding)) {
        isolated(account, holding, false);
        any = true;
      }
    }
    return any;
  }

  /** Closes everything, however healthy. */
  void force(Account account) {
    MarginView view = margins.view(account);
    if (view.holdings().stream().anyMatch(Holding::isCross)) {
      cross(account, view, true);
    }
    for (Holding holding : view.holdings()) {
      if (!holding.isCross()) {
        isolated(account, holding, true);
      }
    }
  }

  private void cross(Account account, MarginView view, boolean force) {
    List<Holding> holdings = view.holdings().stream().filter(Holding::isCross).toList();
    cancelOrders(account, null);
    begin(account, holdings, view.crossValue());
    BooleanSupplier hopeless =
        () ->
            hopeless(margins.view(account).crossValue(), margins.view(account).crossMaintenance());
    if (!hopeless.getAsBoolean() || force) {
      boolean cooled = force || state.now() < account.cooling();
      for (Holding holding : holdings) {
        if (force || margins.view(account).crossInsolvent()) {
          onBook(account, state.theMarket(holding.symbol()), cooled);
        }
      }
    }
    boolean takeOver = force || (margins.view(account).crossInsolvent() && hopeless.getAsBoolean());
    if (takeOver) {
      boolean any = false;
      for (Holding holding : holdings) {
        any |= takeOver(account, state.theMarket(holding.symbol()));
      }
      forfeit(account, crossCash(account), any && !force);
    } else if (crossIsFlat(account)) {
      forfeit(account, crossCash(account), false);
    }
    reduceOnly.settle();
  }

  private void isolated(Account account, Holding holding, boolean force) {
    Market market = state.theMarket(holding.symbol());
    cancelOrders(account, market);
    begin(account, List.of(holding), holding.isolatedValue());
    Usd others = account.cash().minus(account.stake(market).isolatedMargin());
    if (force || !hopeless(holding.isolatedValue(), holding.maintenance())) {
      onBook(account, market, force || state.now() < account.cooling());
    }
    boolean any = false;
    if (!account.stake(market).position().isFlat()) {
      Holding now = margins.holding(account.stake(market));
      if (force
          || (MarginView.isolatedInsolvent(now)
              && hopeless(now.isolatedValue(), now.maintenance()))) {
        any = takeOver(account, market);
      }
    }
    if (account.stake(market).position().isFlat()) {
      forfeit(account, account.cash().minus(others), any && !force);
    }
    reduceOnly.settle();
  }

  private static boolean hopeless(Usd value, Usd maintenance) {
    return value.value().multiply(THREE).compareTo(maintenance.value().multiply(TWO)) < 0;
  }

  private void cancelOrders(Account account, @Nullable Market only) {
    for (Order order : account.open()) {
      if (order.phase() != Order.Phase.DONE
          && (only == null || order.ticket().asset() == only.asset())) {
        ends.endByVenue(order, OrderEnds.LIQUIDATED);
      }
    }
  }

  private void begin(Account account, List<Holding> holdings, Usd value) {
    Usd notional = Usd.ZERO;
    for (Holding holding : holdings) {
      notional = notional.plus(holding.notional());
    }
    state
        .events()
        .liquidation(
            account.address(),
            new Liquidation(
                state.ids().liquidation(),
                House.ADDRESS.hex(),
                account.address(),
                notional.value(),
                value.value()));
    boolean cross = holdings.stream().anyMatch(Holding::isCross);
    List<LiquidatedPosition> positions =
        holdings.stream()
            .map(it -> new LiquidatedPosition(it.symbol(), it.position().quantity().value()))
            .toList();
    money.tell(account, LedgerEntry.liquidation(notional, value, cross, positions));
  }

  private void onBook(Account account, Market market, boolean whole) {
    Stake stake = account.stake(market);
    BigDecimal mark = market.prices().mark();
    BigDecimal size = stake.size().abs();
    if (size.signum() == 0) {
      return;
    }
    if (!whole && size.multiply(mark).compareTo(LARGE) > 0) {
      size = size.multiply(FIRST_PART).setScale(market.traits().szDecimals(), RoundingMode.UP);
      account.cooling(state.now() + COOLING_MILLIS);
    }
    boolean isBuy = stake.size().signum() < 0;
    BigDecimal away = isBuy ? BigDecimal.ONE.add(WORST) : BigDecimal.ONE.subtract(WORST);
    BigDecimal limit = mark.multiply(away);
    matching.take(
        market,
        order(account.address(), market, isBuy, size, limit),
        limit,
        new FillLiquidation(account.address(), mark, "market"));
  }

  /** The house takes a position over at the mark. */
  private boolean takeOver(Account account, Market market) {
    BigDecimal size = account.stake(market).size();
    if (size.signum() == 0) {
      return false;
    }
    BigDecimal mark = market.prices().mark();
    boolean isBuy = size.signum() < 0;
    reduceOnly.moving(account.address(), market);
    Order liquidated = order(account.address(), market, isBuy, size.abs(), mark);
    Order house = order(House.ADDRESS, market, !isBuy, size.abs(), mark);
    settlement.match(
        market,
        liquidated,
        house,
        size.abs(),
        mark,
        new FillLiquidation(account.address(), mark, "backstop"));
    return true;
  }

  /** What is left goes to the house if it took positions over; what is missing comes from it. */
  private void forfeit(Account account, Usd left, boolean takenOver) {
    if (left.signum() < 0 || takenOver) {
      account.pay(left.negate());
      state.house().pay(left);
      state.events().accountChanged(account.address());
    }
  }

  private static Usd crossCash(Account account) {
    Usd cash = account.cash();
    for (Stake stake : account.stakes()) {
      cash = cash.minus(stake.isolatedMargin());
    }
    return cash;
  }

  private static boolean crossIsFlat(Account account) {
    return account.stakes().stream()
        .noneMatch(stake -> stake.cross() && !stake.position().isFlat());
  }

  private Order order(Address owner, Market market, boolean isBuy, BigDecimal size, BigDecimal px) {
    return new Order(
        new Ticket(
            state.ids().order(),
            owner,
            market.asset(),
            isBuy,
            px,
            size,
            true,
            Tif.IOC,
            null,
            null,
            state.now(),
            0,
            false,
            null));
  }
}
