package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.MarginView;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Agents.Grant;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.ActiveAssetData;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.ExtraAgent;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.Leverage;
import dev.orrery.hyperliquid.wire.info.OpenOrder;
import dev.orrery.hyperliquid.wire.info.OrderStatusAnswer;
import dev.orrery.hyperliquid.wire.info.RoleData;
import dev.orrery.hyperliquid.wire.info.SpotBalance;
import dev.orrery.hyperliquid.wire.info.SpotState;
import dev.orrery.hyperliquid.wire.info.UserRole;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers about accounts. Of an agent's address they are those of an account with nothing. */
final class AccountAnswers {
  private static final int FILLS = 2_000;
  private static final int ROWS = 500;

  private final VenueState state;
  private final Gate gate;
  private final Margins margins;
  private final PerpAnswers perps;

  AccountAnswers(VenueState state, Gate gate, Margins margins) {
    this.state = state;
    this.gate = gate;
    this.margins = margins;
    this.perps = new PerpAnswers(state, margins);
  }

  @Nullable Object answer(AccountRequest<?> request) {
    Optional<Account> found =
        request instanceof AccountRequest.Role
            ? state.account(request.user())
            : gate.seen(request.user());
    Account account =
        found
            .filter(it -> !House.is(it.address()))
            .orElseGet(() -> new Account(request.user(), null, ""));
    return switch (request) {
      case AccountRequest.Perpetuals(var user, var dex) ->
          perps.state(dex == null ? account : new Account(user, null, ""));
      case AccountRequest.Spot it -> spot(account);
      case AccountRequest.OpenOrders(var user, var dex) -> dex == null ? open(account) : List.of();
      case AccountRequest.DetailedOpenOrders(var user, var dex) ->
          dex == null ? detailed(account) : List.of();
      case AccountRequest.Fills(var user, var together) ->
          fills(account.fills().newest(FILLS), together);
      case AccountRequest.FillsByTime it -> fillsByTime(account, it);
      case AccountRequest.OrderStatus(var user, var ref) ->
          account
              .orders()
              .find(ref)
              .map(it -> new OrderStatusAnswer("order", it))
              .orElseGet(() -> new OrderStatusAnswer("unknownOid", null));
      case AccountRequest.HistoricalOrders it -> account.orders().newest();
      case AccountRequest.Funding(var user, var from, var to) ->
          account.funding().between(from == null ? 0 : from, MarketAnswers.orEver(to), ROWS);
      case AccountRequest.Ledger(var user, var from, var to) ->
          account.ledger().between(from == null ? 0 : from, MarketAnswers.orEver(to), ROWS);
      case AccountRequest.RateLimit it -> account.quota().told();
      case AccountRequest.Agents it -> agents(account);
      case AccountRequest.Role it -> role(request.user());
      case AccountRequest.Fees it -> FeeAnswers.fees(state.settings().fees());
      case AccountRequest.ActiveAsset(var user, var coin) -> active(account, coin);
      case AccountRequest.MaxBuilderFee(var user, var builder) -> account.builderFee(builder);
      case AccountRequest.Abstraction it -> "default";
    };
  }

  private static SpotState spot(Account account) {
    return new SpotState(
        account.spot().signum() == 0
            ? List.of()
            : List.of(
                new SpotBalance(
                    "USDC", 0, account.spot().value(), BigDecimal.ZERO, BigDecimal.ZERO)));
  }

  private List<OpenOrder> open(Account account) {
    return account.open().reversed().stream()
        .map(it -> OrderViews.brief(detailed(it, List.of())))
        .toList();
  }

  private List<DetailedOrder> detailed(Account account) {
    return account.open().reversed().stream()
        .map(it -> detailed(it, children(account, it)))
        .toList();
  }

  private List<DetailedOrder> children(Account account, Order order) {
    if (!order.ticket().isParent()) {
      return List.of();
    }
    return account.open().stream()
        .filter(it -> it != order && it.ticket().group() == order.oid())
        .map(it -> detailed(it, List.of()))
        .toList();
  }

  private DetailedOrder detailed(Order order, List<DetailedOrder> children) {
    return OrderViews.detailed(state.marketOf(order.ticket().asset()), order, children);
  }

  private static List<Fill> fills(List<Fill> fills, @Nullable Boolean together) {
    return Boolean.TRUE.equals(together) ? Aggregation.of(fills) : fills;
  }

  /** Oldest first, unless reversed. */
  private static List<Fill> fillsByTime(Account account, AccountRequest.FillsByTime it) {
    long to = MarketAnswers.orEver(it.endTime());
    if (Boolean.TRUE.equals(it.reversed())) {
      List<Fill> newest =
          account.fills().newest(Integer.MAX_VALUE).stream()
              .filter(fill -> fill.time() >= it.startTime() && fill.time() <= to)
              .limit(FILLS)
              .toList();
      return fills(newest, it.aggregateByTime());
    }
    return fills(account.fills().between(it.startTime(), to, FILLS), it.aggregateByTime());
  }

  private List<ExtraAgent> agents(Account account) {
    return state.agents().ofMaster(account.address(), state.now()).stream()
        .filter(it -> !it.name().isEmpty())
        .map(it -> new ExtraAgent(it.name(), it.agent(), it.validUntil()))
        .toList();
  }

  private UserRole role(Address user) {
    Optional<Grant> grant = state.agents().of(user, state.now());
    if (grant.isPresent()) {
      return new UserRole("agent", new RoleData(grant.get().master(), null));
    }
    Account account = state.account(user).orElse(null);
    if (account == null || House.is(user)) {
      return new UserRole("missing", null);
    }
    return account.master() == null
        ? new UserRole("user", null)
        : new UserRole("subAccount", new RoleData(null, account.master()));
  }

  private @Nullable ActiveAssetData active(Account account, String coin) {
    Market market = state.market(coin);
    if (market == null) {
      return null;
    }
    Stake stake = account.stake(market);
    MarginView view = margins.view(account);
    Usd available = view.available().signum() > 0 ? view.available() : Usd.ZERO;
    BigDecimal mark = market.prices().mark();
    BigDecimal held = stake.size();
    BigDecimal back = BigDecimal.ZERO;
    if (held.signum() != 0) {
      Holding holding = margins.holding(stake);
      back = holding.initialMargin().value();
    }
    BigDecimal toBuy = available.value().add(held.signum() < 0 ? twice(back) : BigDecimal.ZERO);
    BigDecimal toSell = available.value().add(held.signum() > 0 ? twice(back) : BigDecimal.ZERO);
    return new ActiveAssetData(
        account.address(),
        coin,
        leverage(stake),
        List.of(size(market, stake, toBuy), size(market, stake, toSell)),
        List.of(toBuy, toSell),
        mark);
  }

  private static BigDecimal twice(BigDecimal value) {
    return value.multiply(BigDecimal.TWO);
  }

  private static BigDecimal size(Market market, Stake stake, BigDecimal usd) {
    return usd.multiply(BigDecimal.valueOf(stake.leverage()))
        .divide(market.prices().mark(), market.traits().szDecimals(), RoundingMode.DOWN);
  }

  static Leverage leverage(Stake stake) {
    return stake.cross()
        ? new Leverage("cross", stake.leverage(), null)
        : new Leverage(
            "isolated",
            stake.leverage(),
            stake.isolatedMargin().minus(stake.position().cost()).value());
  }
}
