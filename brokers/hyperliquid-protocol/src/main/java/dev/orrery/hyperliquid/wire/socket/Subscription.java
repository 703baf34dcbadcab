package dev.orrery.hyperliquid.wire.socket;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a client wants to be told. The server's echo of one may have more fields and other case;
 * read, both are equal.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Subscription {
  /** The channel its messages come on. */
  String channel();

  /**
   * Reads one.
   *
   * @throws dev.orrery.hyperliquid.wire.MalformedMessageException of a type that is not listed, or
   *     without what it needs
   */
  static Subscription read(JsonNode json) {
    return WireJson.read(json, WireType.of(Subscription.class));
  }

  /** The middle of every book of a dex; null, and empty, is the first. */
  @JsonTypeName("allMids")
  record AllMids(@Nullable String dex) implements Subscription {
    /** An empty dex is none. */
    public AllMids {
      dex = dex == null || dex.isEmpty() ? null : dex;
    }

    @Override
    public String channel() {
      return "allMids";
    }
  }

  /** A book; fast is 5 levels a side, else 20. */
  @JsonTypeName("l2Book")
  record Book(
      String coin, @Nullable Integer nSigFigs, @Nullable Integer mantissa, @Nullable Boolean fast)
      implements Subscription {
    /** Not fast is the same as nothing said. */
    public Book {
      fast = trueOrNull(fast);
    }

    @Override
    public String channel() {
      return "l2Book";
    }
  }

  /** The best prices of a book. */
  @JsonTypeName("bbo")
  record BestPrices(String coin) implements Subscription {
    @Override
    public String channel() {
      return "bbo";
    }
  }

  /** The trades of a market. */
  @JsonTypeName("trades")
  record Trades(String coin) implements Subscription {
    @Override
    public String channel() {
      return "trades";
    }
  }

  /** The candles of a market. */
  @JsonTypeName("candle")
  record Candles(String coin, String interval) implements Subscription {
    @Override
    public String channel() {
      return "candle";
    }
  }

  /** The state of a market. */
  @JsonTypeName("activeAssetCtx")
  record AssetContext(String coin) implements Subscription {
    @Override
    public String channel() {
      return coin.startsWith("@") || coin.contains("/") ? "activeSpotAssetCtx" : "activeAssetCtx";
    }
  }

  /** What an account could do in a perpetual. */
  @JsonTypeName("activeAssetData")
  record ActiveAsset(Address user, String coin) implements Subscription {
    @Override
    public String channel() {
      return "activeAssetData";
    }
  }

  /** The states of all perpetuals of all dexes. */
  @JsonTypeName("allDexsAssetCtxs")
  record AllContexts() implements Subscription {
    @Override
    public String channel() {
      return "allDexsAssetCtxs";
    }
  }

  /** Mark and middle of all perpetuals, compressed. */
  @JsonTypeName("fastAssetCtxs")
  record FastContexts() implements Subscription {
    @Override
    public String channel() {
      return "fastAssetCtxs";
    }
  }

  /** News of outcome markets. */
  @JsonTypeName("outcomeMetaUpdates")
  record OutcomeUpdates() implements Subscription {
    @Override
    public String channel() {
      return "outcomeMetaUpdates";
    }
  }

  /** What becomes of the orders of an account. Its messages do not say whose they are. */
  @JsonTypeName("orderUpdates")
  record OrderUpdates(Address user) implements Subscription {
    @Override
    public String channel() {
      return "orderUpdates";
    }
  }

  /** What happens to an account. Its messages do not say whose they are. */
  @JsonTypeName("userEvents")
  record UserEvents(Address user) implements Subscription {
    @Override
    public String channel() {
      return "user";
    }
  }

  /** The fills of an account, the last ones first as a snapshot. */
  @JsonTypeName("userFills")
  record UserFills(Address user, @Nullable Boolean aggregateByTime) implements Subscription {
    /** Not put together is the same as nothing said. */
    public UserFills {
      aggregateByTime = trueOrNull(aggregateByTime);
    }

    @Override
    public String channel() {
      return "userFills";
    }
  }

  /** Funding of an account, the last payments first as a snapshot. */
  @JsonTypeName("userFundings")
  record UserFundings(Address user) implements Subscription {
    @Override
    public String channel() {
      return "userFundings";
    }
  }

  /** Money of an account that moves other than by trading and funding. */
  @JsonTypeName("userNonFundingLedgerUpdates")
  record LedgerUpdates(Address user) implements Subscription {
    @Override
    public String channel() {
      return "userNonFundingLedgerUpdates";
    }
  }

  /** The perpetuals account; an empty dex, which is sent as such, is the first. */
  @JsonTypeName("clearinghouseState")
  record Perpetuals(Address user, @Nullable String dex) implements Subscription {
    /** No dex is the first. */
    public Perpetuals {
      dex = dex == null ? "" : dex;
    }

    @Override
    public String channel() {
      return "clearinghouseState";
    }
  }

  /** The open orders; an empty dex, which is sent as such, is the first. */
  @JsonTypeName("openOrders")
  record OpenOrders(Address user, @Nullable String dex) implements Subscription {
    /** No dex is the first. */
    public OpenOrders {
      dex = dex == null ? "" : dex;
    }

    @Override
    public String channel() {
      return "openOrders";
    }
  }

  /** The spot balances. */
  @JsonTypeName("spotState")
  record Spot(Address user) implements Subscription {
    @Override
    public String channel() {
      return "spotState";
    }
  }

  /** The perpetuals account on all dexes. */
  @JsonTypeName("allDexsClearinghouseState")
  record AllPerpetuals(Address user) implements Subscription {
    @Override
    public String channel() {
      return "allDexsClearinghouseState";
    }
  }

  /** This and that about an account: no positions, no orders. */
  @JsonTypeName("webData3")
  record WebData(Address user) implements Subscription {
    @Override
    public String channel() {
      return "webData3";
    }
  }

  /** Notices for people. */
  @JsonTypeName("notification")
  record Notifications(Address user) implements Subscription {
    @Override
    public String channel() {
      return "notification";
    }
  }

  /** The time-weighted orders; an empty dex, which is sent as such, is the first. */
  @JsonTypeName("twapStates")
  record TwapStates(Address user, @Nullable String dex) implements Subscription {
    /** No dex is the first. */
    public TwapStates {
      dex = dex == null ? "" : dex;
    }

    @Override
    public String channel() {
      return "twapStates";
    }
  }

  /** What becomes of time-weighted orders. */
  @JsonTypeName("userTwapHistory")
  record TwapHistory(Address user) implements Subscription {
    @Override
    public String channel() {
      return "userTwapHistory";
    }
  }

  /** Fills of time-weighted orders. */
  @JsonTypeName("userTwapSliceFills")
  record TwapSliceFills(Address user) implements Subscription {
    @Override
    public String channel() {
      return "userTwapSliceFills";
    }
  }

  private static @Nullable Boolean trueOrNull(@Nullable Boolean flag) {
    return Boolean.TRUE.equals(flag) ? flag : null;
  }
}
