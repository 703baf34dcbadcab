package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.BuilderFee;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an order must be to be taken. Rules are tried in this order: form of price and size, worth,
 * distance from the market, client's id, number of open orders, builder, then what the account and
 * the book allow.
 */
final class EntryRules {
  private static final BigDecimal LEAST_NOTIONAL = BigDecimal.TEN;
  private static final BigDecimal FARTHEST = new BigDecimal("0.95");
  private static final int OPEN_ORDERS = 1_000;
  private static final int MOST_OPEN_ORDERS = 5_000;
  private static final BigDecimal VOLUME_PER_ORDER = new BigDecimal("5000000");
  private static final int HIGHEST_BUILDER_FEE = 100;

  private final VenueState state;
  private final Margins margins;
  private final ReduceOnly reduceOnly;

  EntryRules(VenueState state, Margins margins, ReduceOnly reduceOnly) {
    this.state = state;
    this.margins = margins;
    this.reduceOnly = reduceOnly;
  }

  /** How an order stands to others, and what it replaces. */
  enum Role {
    /** Alone, or the entry of a group. */
    SINGLE,
    /** An exit whose entry may not have filled. */
    CHILD,
    /** An exit of the position, whatever its size. */
    WHOLE_POSITION
  }

  /** What is wrong with an order; null when nothing is. */
  @Nullable Refused check(
      Account account,
      Market market,
      OrderRequest order,
      Role role,
      @Nullable BuilderFee builder,
      @Nullable Order replaced) {
    Refused form = form(market, order, role);
    if (form != null) {
      return form;
    }
    Refused worth = worth(account, market, order, role);
    if (worth != null) {
      return worth;
    }
    Refused others = others(account, market, order, builder, replaced);
    if (others != null) {
      return others;
    }
    return order.terms() instanceof OrderTerms.Trigger trigger
        ? trigger(account, market, order, trigger, role)
        : limit(account, market, order);
  }

  private static @Nullable Refused form(Market market, OrderRequest order, Role role) {
    Refused price = price(market, order.price());
    if (price != null) {
      return price;
    }
    if (order.terms() instanceof OrderTerms.Trigger trigger) {
      Refused waits = price(market, trigger.triggerPx());
      if (waits != null) {
        return waits;
      }
    }
    if (order.size().signum() == 0) {
      return role == Role.WHOLE_POSITION ? null : Refused.malformed(RefusalReason.ZERO_SIZE);
    }
    return market.rules().acceptsSize(order.size())
        ? null
        : Refused.malformed(RefusalReason.INVALID_SIZE);
  }

  private static @Nullable Refused price(Market market, BigDecimal price) {
    BigDecimal stripped = price.stripTrailingZeros();
    if (price.signum() <= 0 || stripped.scale() > market.rules().maxPriceDecimals()) {
      return Refused.malformed(RefusalReason.INVALID_PRICE);
    }
    return market.rules().acceptsPrice(price)
        ? null
        : Refused.of(RefusalReason.TICK, market, "tickRejected");
  }

  private @Nullable Refused worth(Account account, Market market, OrderRequest order, Role role) {
    BigDecimal mark = market.prices().mark();
    boolean closesAll =
        order.reduceOnly() && order.size().compareTo(account.stake(market).size().abs()) >= 0;
    if (role != Role.WHOLE_POSITION
        && !closesAll
        && order.price().multiply(order.size()).compareTo(LEAST_NOTIONAL) < 0) {
      return new Refused(
          RefusalReason.MIN_TRADE_NOTIONAL.text() + "10." + Refused.suffix(market),
          "minTradeNtlRejected");
    }
    BigDecimal far = order.price().subtract(mark).abs();
    return far.compareTo(mark.multiply(FARTHEST)) > 0
        ? new Refused(
            RefusalReason.FAR_FROM_REFERENCE.text() + " 95% away from the reference price",
            "oracleRejected")
        : null;
  }

  private @Nullable Refused others(
      Account account,
      Market market,
      OrderRequest order,
      @Nullable BuilderFee builder,
      @Nullable Order replaced) {
    if (order.cloid() != null) {
      Order same = account.openOrder(OrderRef.of(order.cloid()));
      if (same != null && same != replaced) {
        return new Refused(
            "Order with cloid " + order.cloid() + " is already open." + Refused.suffix(market),
            null);
      }
    }
    boolean exit = order.reduceOnly() || order.terms() instanceof OrderTerms.Trigger;
    int open = account.openCount() - (replaced == null ? 0 : 1);
    if (open >= (exit ? OPEN_ORDERS : mostOpen(account))) {
      return new Refused(
          RefusalReason.TOO_MANY_OPEN_ORDERS.text() + Refused.suffix(market),
          "tooManyOpenOrdersRejected");
    }
    if (builder != null
        && (builder.tenthsOfBasisPoint() > HIGHEST_BUILDER_FEE
            || builder.tenthsOfBasisPoint() > approver(account).builderFee(builder.builder()))) {
      return Refused.malformed(RefusalReason.BUILDER_NOT_APPROVED);
    }
    return null;
  }

  private Account approver(Account account) {
    return account.master() == null ? account : state.owner(account.master());
  }

  private static int mostOpen(Account account) {
    BigDecimal more = account.quota().volume().divideToIntegralValue(VOLUME_PER_ORDER);
    return OPEN_ORDERS + more.min(BigDecimal.valueOf(MOST_OPEN_ORDERS - OPEN_ORDERS)).intValue();
  }

  /** A stop that would fire at once is on the wrong side; a take-profit that would does. */
  private @Nullable Refused trigger(
      Account account, Market market, OrderRequest order, OrderTerms.Trigger trigger, Role role) {
    boolean firesAbove = order.isBuy() == (trigger.tpsl() == Tpsl.STOP_LOSS);
    int mark = market.prices().mark().compareTo(trigger.triggerPx());
    boolean firesNow = firesAbove ? mark >= 0 : mark <= 0;
    if (role != Role.CHILD && firesNow && trigger.tpsl() == Tpsl.STOP_LOSS) {
      return Refused.of(RefusalReason.TRIGGER_PRICE, market, "badTriggerPxRejected");
    }
    boolean nothing = reduceOnly.room(account, market, order.isBuy()).signum() == 0;
    return role == Role.WHOLE_POSITION && nothing ? increases(market) : null;
  }

  private static Refused increases(Market market) {
    return Refused.of(RefusalReason.REDUCE_ONLY, market, "reduceOnlyRejected");
  }

  private @Nullable Refused limit(Account account, Market market, OrderRequest order) {
    Tif tif = ((OrderTerms.Limit) order.terms()).tif();
    if (order.reduceOnly()) {
      if (reduceOnly.room(account, market, order.isBuy()).signum() == 0) {
        return increases(market);
      }
    } else {
      Refused margin = margin(account, market, order);
      if (margin != null) {
        return margin;
      }
    }
    boolean crosses = market.book().crosses(order.isBuy(), order.price());
    if (tif == Tif.ALO && crosses) {
      return new Refused(
          RefusalReason.POST_ONLY_WOULD_MATCH.text()
              + ", bbo was "
              + shown(market.book().bestPrice(true))
              + "@"
              + shown(market.book().bestPrice(false))
              + "."
              + Refused.suffix(market),
          "badAloPxRejected");
    }
    if (tif == Tif.FRONTEND_MARKET && market.book().bestPrice(!order.isBuy()) == null) {
      return Refused.of(RefusalReason.NO_LIQUIDITY, market, "marketOrderNoLiquidityRejected");
    }
    return (tif == Tif.IOC || tif == Tif.FRONTEND_MARKET) && !crosses ? noMatch(market) : null;
  }

  /** An immediate order that found nothing. */
  static Refused noMatch(Market market) {
    return Refused.of(RefusalReason.IOC_NO_MATCH, market, "iocCancelRejected");
  }

  /** An order the account cannot hold. */
  static Refused shortOfMargin(Market market) {
    return Refused.of(RefusalReason.MARGIN, market, "perpMarginRejected");
  }

  private @Nullable Refused margin(Account account, Market market, OrderRequest order) {
    BigDecimal mark = market.prices().mark();
    BigDecimal rate = state.settings().fees().taker().max(BigDecimal.ZERO);
    Usd fee = new Usd(mark.multiply(order.size()).multiply(rate));
    if (!margins.affords(account, market, order.isBuy(), order.size(), mark, fee)) {
      return shortOfMargin(market);
    }
    Stake stake = account.stake(market);
    BigDecimal then =
        order.isBuy() ? stake.size().add(order.size()) : stake.size().subtract(order.size());
    boolean grows = then.abs().compareTo(stake.size().abs()) > 0;
    return grows && !margins.withinTier(market, stake, then)
        ? Refused.of(RefusalReason.MARGIN_TIER, market, "perpMaxPositionRejected")
        : null;
  }

  private static String shown(@Nullable BigDecimal px) {
    return px == null ? "0" : Decimals.wire(px);
  }
}
