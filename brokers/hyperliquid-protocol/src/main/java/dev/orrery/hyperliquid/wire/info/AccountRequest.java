package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.WireType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question about an account.
 *
 * @param <A> the answer
 */
public sealed interface AccountRequest<A> extends InfoRequest<A> {
  /** Whom it is about. */
  Address user();

  /** The perpetuals account. */
  @JsonTypeName("clearinghouseState")
  record Perpetuals(Address user, @Nullable String dex)
      implements AccountRequest<ClearinghouseState> {
    /** An empty dex is none. */
    public Perpetuals {
      dex = InfoRequest.dexOrNull(dex);
    }

    @Override
    public WireType<ClearinghouseState> answer() {
      return WireType.of(ClearinghouseState.class);
    }

    @Override
    public int weight() {
      return 2;
    }
  }

  /** The spot balances. */
  @JsonTypeName("spotClearinghouseState")
  record Spot(Address user) implements AccountRequest<SpotState> {
    @Override
    public WireType<SpotState> answer() {
      return WireType.of(SpotState.class);
    }

    @Override
    public int weight() {
      return 2;
    }
  }

  /** The open orders. Those of spot pairs come with the first dex only. */
  @JsonTypeName("openOrders")
  record OpenOrders(Address user, @Nullable String dex) implements AccountRequest<List<OpenOrder>> {
    /** An empty dex is none. */
    public OpenOrders {
      dex = InfoRequest.dexOrNull(dex);
    }

    @Override
    public WireType<List<OpenOrder>> answer() {
      return WireType.listOf(OpenOrder.class);
    }
  }

  /** The open orders with their triggers. */
  @JsonTypeName("frontendOpenOrders")
  record DetailedOpenOrders(Address user, @Nullable String dex)
      implements AccountRequest<List<DetailedOrder>> {
    /** An empty dex is none. */
    public DetailedOpenOrders {
      dex = InfoRequest.dexOrNull(dex);
    }

    @Override
    public WireType<List<DetailedOrder>> answer() {
      return WireType.listOf(DetailedOrder.class);
    }
  }

  /** The last fills, 2,000 at most. */
  @JsonTypeName("userFills")
  record Fills(Address user, @Nullable Boolean aggregateByTime)
      implements AccountRequest<List<Fill>> {
    @Override
    public WireType<List<Fill>> answer() {
      return WireType.listOf(Fill.class);
    }

    @Override
    public int rowsPerWeight() {
      return 20;
    }
  }

  /** Fills of a range, 2,000 at most and only of the last 10,000. Sort them yourself. */
  @JsonTypeName("userFillsByTime")
  record FillsByTime(
      Address user,
      long startTime,
      @Nullable Long endTime,
      @Nullable Boolean aggregateByTime,
      @Nullable Boolean reversed)
      implements AccountRequest<List<Fill>> {
    @Override
    public WireType<List<Fill>> answer() {
      return WireType.listOf(Fill.class);
    }

    @Override
    public int rowsPerWeight() {
      return 20;
    }
  }

  /** What the venue knows of an order, also of one that is long done. */
  @JsonTypeName("orderStatus")
  record OrderStatus(Address user, OrderRef oid) implements AccountRequest<OrderStatusAnswer> {
    @Override
    public WireType<OrderStatusAnswer> answer() {
      return WireType.of(OrderStatusAnswer.class);
    }

    @Override
    public int weight() {
      return 2;
    }
  }

  /** The last orders, 2,000 rows at most; an order has a row for each status. */
  @JsonTypeName("historicalOrders")
  record HistoricalOrders(Address user) implements AccountRequest<List<OrderRecord>> {
    @Override
    public WireType<List<OrderRecord>> answer() {
      return WireType.listOf(OrderRecord.class);
    }

    @Override
    public int rowsPerWeight() {
      return 20;
    }
  }

  /** Funding paid. */
  @JsonTypeName("userFunding")
  record Funding(Address user, @Nullable Long startTime, @Nullable Long endTime)
      implements AccountRequest<List<UserFunding>> {
    @Override
    public WireType<List<UserFunding>> answer() {
      return WireType.listOf(UserFunding.class);
    }

    @Override
    public int rowsPerWeight() {
      return 20;
    }
  }

  /** Money that moved other than by trading and funding. */
  @JsonTypeName("userNonFundingLedgerUpdates")
  record Ledger(Address user, @Nullable Long startTime, @Nullable Long endTime)
      implements AccountRequest<List<LedgerUpdate>> {
    @Override
    public WireType<List<LedgerUpdate>> answer() {
      return WireType.listOf(LedgerUpdate.class);
    }

    @Override
    public int rowsPerWeight() {
      return 20;
    }
  }

  /** How many actions the address has used. */
  @JsonTypeName("userRateLimit")
  record RateLimit(Address user) implements AccountRequest<UserRateLimit> {
    @Override
    public WireType<UserRateLimit> answer() {
      return WireType.of(UserRateLimit.class);
    }
  }

  /** The named agents. */
  @JsonTypeName("extraAgents")
  record Agents(Address user) implements AccountRequest<List<ExtraAgent>> {
    @Override
    public WireType<List<ExtraAgent>> answer() {
      return WireType.listOf(ExtraAgent.class);
    }
  }

  /** What an address is; the only way to see an unnamed agent. Heavy. */
  @JsonTypeName("userRole")
  record Role(Address user) implements AccountRequest<UserRole> {
    @Override
    public WireType<UserRole> answer() {
      return WireType.of(UserRole.class);
    }

    @Override
    public int weight() {
      return 60;
    }
  }

  /** The fees. */
  @JsonTypeName("userFees")
  record Fees(Address user) implements AccountRequest<UserFees> {
    @Override
    public WireType<UserFees> answer() {
      return WireType.of(UserFees.class);
    }
  }

  /** What the account could do in a perpetual. */
  @JsonTypeName("activeAssetData")
  record ActiveAsset(Address user, String coin) implements AccountRequest<ActiveAssetData> {
    @Override
    public WireType<ActiveAssetData> answer() {
      return WireType.of(ActiveAssetData.class);
    }
  }

  /** The highest fee approved for a builder, in tenths of a basis point. */
  @JsonTypeName("maxBuilderFee")
  record MaxBuilderFee(Address user, Address builder) implements AccountRequest<Integer> {
    @Override
    public WireType<Integer> answer() {
      return WireType.of(Integer.class);
    }
  }

  /**
   * How the balances of the account belong together: {@code unifiedAccount}, {@code
   * portfolioMargin}, {@code disabled}, {@code default} or {@code dexAbstraction}.
   */
  @JsonTypeName("userAbstraction")
  record Abstraction(Address user) implements AccountRequest<String> {
    @Override
    public WireType<String> answer() {
      return WireType.of(String.class);
    }
  }
}
