package dev.orrery.hyperliquid.wire.socket;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.ActiveAssetData;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.OpenOrder;
import dev.orrery.hyperliquid.wire.info.OrderState;
import dev.orrery.hyperliquid.wire.info.SpotState;
import dev.orrery.hyperliquid.wire.info.TwapRecord;
import dev.orrery.hyperliquid.wire.info.TwapSliceFill;
import dev.orrery.hyperliquid.wire.info.TwapState;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * About an account. Those with {@code isSnapshot} begin with history after subscribing, true, and
 * go on with news; those of orders and events have news only, and nothing tells what was missed.
 */
public sealed interface AccountMessage extends ServerMessage {
  /** What became of orders. */
  record OrderUpdates(List<OrderUpdate> updates) implements AccountMessage {
    /** Copies the list. */
    public OrderUpdates {
      updates = List.copyOf(updates);
    }

    @Override
    public String channel() {
      return "orderUpdates";
    }

    @Override
    public Object content() {
      return updates;
    }
  }

  /** What became of an order. What was filled is told by fills, and by nothing else. */
  record OrderUpdate(OpenOrder order, String status, long statusTimestamp) {
    /** What kind of status it is. */
    public OrderState state() {
      return OrderState.of(status);
    }
  }

  /** Something happened to the account; one of its parts is there, or none that is listed here. */
  record UserEvent(
      @Nullable List<Fill> fills,
      @Nullable FundingPaid funding,
      @Nullable Liquidation liquidation,
      @Nullable List<Cancelled> nonUserCancel,
      @Nullable List<TwapRecord> twapHistory,
      @Nullable List<TwapSliceFill> twapSliceFills)
      implements AccountMessage {
    /** Copies the lists. */
    public UserEvent {
      fills = fills == null ? null : List.copyOf(fills);
      nonUserCancel = nonUserCancel == null ? null : List.copyOf(nonUserCancel);
      twapHistory = twapHistory == null ? null : List.copyOf(twapHistory);
      twapSliceFills = twapSliceFills == null ? null : List.copyOf(twapSliceFills);
    }

    /** Fills alone. */
    public static UserEvent of(List<Fill> fills) {
      return new UserEvent(fills, null, null, null, null, null);
    }

    /** Funding alone. */
    public static UserEvent of(FundingPaid funding) {
      return new UserEvent(null, funding, null, null, null, null);
    }

    /** A liquidation alone. */
    public static UserEvent of(Liquidation liquidation) {
      return new UserEvent(null, null, liquidation, null, null, null);
    }

    /** Orders the venue cancelled alone. */
    public static UserEvent cancelled(List<Cancelled> orders) {
      return new UserEvent(null, null, null, orders, null, null);
    }

    @Override
    public String channel() {
      return "user";
    }
  }

  /** Funding; below zero the account paid. */
  record FundingPaid(
      long time,
      String coin,
      BigDecimal usdc,
      BigDecimal szi,
      BigDecimal fundingRate,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer nSamples) {}

  /** A liquidation. Its names are in snake case, other than all the rest. */
  record Liquidation(
      long lid,
      String liquidator,
      @JsonProperty("liquidated_user") Address liquidatedUser,
      @JsonProperty("liquidated_ntl_pos") BigDecimal liquidatedNtlPos,
      @JsonProperty("liquidated_account_value") BigDecimal liquidatedAccountValue) {}

  /** An order the venue cancelled of itself; why is in the order's status. */
  record Cancelled(String coin, long oid) {}

  /** Fills. */
  record UserFills(@Nullable Boolean isSnapshot, Address user, List<Fill> fills)
      implements AccountMessage {
    /** Copies the list. */
    public UserFills {
      fills = List.copyOf(fills);
    }

    @Override
    public String channel() {
      return "userFills";
    }
  }

  /** Funding payments. */
  record UserFundings(@Nullable Boolean isSnapshot, Address user, List<FundingPaid> fundings)
      implements AccountMessage {
    /** Copies the list. */
    public UserFundings {
      fundings = List.copyOf(fundings);
    }

    @Override
    public String channel() {
      return "userFundings";
    }
  }

  /** Money that moved other than by trading and funding. */
  record LedgerUpdates(
      @Nullable Boolean isSnapshot, Address user, List<LedgerUpdate> nonFundingLedgerUpdates)
      implements AccountMessage {
    /** Copies the list. */
    public LedgerUpdates {
      nonFundingLedgerUpdates = List.copyOf(nonFundingLedgerUpdates);
    }

    @Override
    public String channel() {
      return "userNonFundingLedgerUpdates";
    }
  }

  /** The perpetuals account, whole; the first dex has an empty name. */
  record Perpetuals(String dex, Address user, ClearinghouseState clearinghouseState)
      implements AccountMessage {
    @Override
    public String channel() {
      return "clearinghouseState";
    }
  }

  /** The perpetuals account on all dexes, whole. */
  record AllPerpetuals(Address user, List<DexPerpetuals> clearinghouseStates)
      implements AccountMessage {
    /** Copies the list. */
    public AllPerpetuals {
      clearinghouseStates = List.copyOf(clearinghouseStates);
    }

    @Override
    public String channel() {
      return "allDexsClearinghouseState";
    }

    /** That of a dex; the first has an empty name. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record DexPerpetuals(String dex, ClearinghouseState state) {}
  }

  /** The open orders, all of them; the first dex has an empty name. */
  record OpenOrders(String dex, Address user, List<DetailedOrder> orders)
      implements AccountMessage {
    /** Copies the list. */
    public OpenOrders {
      orders = List.copyOf(orders);
    }

    @Override
    public String channel() {
      return "openOrders";
    }
  }

  /** The spot balances, whole. */
  record Spot(Address user, SpotState spotState) implements AccountMessage {
    @Override
    public String channel() {
      return "spotState";
    }
  }

  /** What the account could do in a perpetual. */
  record ActiveAsset(ActiveAssetData asset) implements AccountMessage {
    @Override
    public String channel() {
      return "activeAssetData";
    }

    @Override
    public Object content() {
      return asset;
    }
  }

  /** This and that; no positions, no orders. */
  record WebData(UserState userState, List<DexState> perpDexStates) implements AccountMessage {
    /** Copies the list. */
    public WebData {
      perpDexStates = List.copyOf(perpDexStates);
    }

    @Override
    public String channel() {
      return "webData3";
    }

    /** Of the account. */
    public record UserState(
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Address agentAddress,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long agentValidUntil,
        @Nullable BigDecimal cumLedger,
        long serverTime,
        boolean isVault,
        Address user,
        @Nullable String abstraction) {}

    /** Of the account on a dex. */
    public record DexState(BigDecimal totalVaultEquity) {}
  }

  /** A notice for people. */
  record Notification(String notification) implements AccountMessage {
    @Override
    public String channel() {
      return "notification";
    }
  }

  /** The time-weighted orders, all of them; the first dex has an empty name. */
  record TwapStates(String dex, Address user, List<Numbered> states) implements AccountMessage {
    /** Copies the list. */
    public TwapStates {
      states = List.copyOf(states);
    }

    @Override
    public String channel() {
      return "twapStates";
    }

    /** One of them and its number. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Numbered(long twapId, TwapState state) {}
  }

  /** What became of time-weighted orders. */
  record TwapHistory(@Nullable Boolean isSnapshot, Address user, List<TwapRecord> history)
      implements AccountMessage {
    /** Copies the list. */
    public TwapHistory {
      history = List.copyOf(history);
    }

    @Override
    public String channel() {
      return "userTwapHistory";
    }
  }

  /** Fills of time-weighted orders. */
  record TwapSliceFills(
      @Nullable Boolean isSnapshot, Address user, List<TwapSliceFill> twapSliceFills)
      implements AccountMessage {
    /** Copies the list. */
    public TwapSliceFills {
      twapSliceFills = List.copyOf(twapSliceFills);
    }

    @Override
    public String channel() {
      return "userTwapSliceFills";
    }
  }
}
