package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.orrery.hyperliquid.wire.WireType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question about markets.
 *
 * @param <A> the answer
 */
public sealed interface MarketRequest<A> extends InfoRequest<A> {
  /** The perpetuals of a dex. */
  @JsonTypeName("meta")
  record PerpMeta(@Nullable String dex) implements MarketRequest<Meta> {
    /** An empty dex is none. */
    public PerpMeta {
      dex = InfoRequest.dexOrNull(dex);
    }

    @Override
    public WireType<Meta> answer() {
      return WireType.of(Meta.class);
    }
  }

  /** The perpetuals of a dex and their states. */
  @JsonTypeName("metaAndAssetCtxs")
  record PerpStates(@Nullable String dex) implements MarketRequest<MetaAndAssetCtxs> {
    /** An empty dex is none. */
    public PerpStates {
      dex = InfoRequest.dexOrNull(dex);
    }

    @Override
    public WireType<MetaAndAssetCtxs> answer() {
      return WireType.of(MetaAndAssetCtxs.class);
    }
  }

  /** The dexes of perpetuals; the first, which has no name, is null. */
  @JsonTypeName("perpDexs")
  record PerpDexes() implements MarketRequest<List<@Nullable PerpDex>> {
    @Override
    public WireType<List<@Nullable PerpDex>> answer() {
      return WireType.listOfNullable(PerpDex.class);
    }
  }

  /** The spot pairs. */
  @JsonTypeName("spotMeta")
  record SpotPairs() implements MarketRequest<SpotMeta> {
    @Override
    public WireType<SpotMeta> answer() {
      return WireType.of(SpotMeta.class);
    }
  }

  /** The spot pairs and their states. */
  @JsonTypeName("spotMetaAndAssetCtxs")
  record SpotStates() implements MarketRequest<SpotMetaAndAssetCtxs> {
    @Override
    public WireType<SpotMetaAndAssetCtxs> answer() {
      return WireType.of(SpotMetaAndAssetCtxs.class);
    }
  }

  /**
   * The middle of every book; of one with an empty side the last price traded, however old. Spot
   * pairs come with the first dex only.
   */
  @JsonTypeName("allMids")
  record AllMids(@Nullable String dex) implements MarketRequest<Map<String, BigDecimal>> {
    /** An empty dex is none. */
    public AllMids {
      dex = InfoRequest.dexOrNull(dex);
    }

    @Override
    public WireType<Map<String, BigDecimal>> answer() {
      return WireType.mapOf(BigDecimal.class);
    }

    @Override
    public int weight() {
      return 2;
    }
  }

  /**
   * A book, up to 20 levels a side.
   *
   * @param nSigFigs puts prices together to 2 to 5 significant figures
   * @param mantissa with 5 figures, to multiples of 1, 2 or 5
   */
  @JsonTypeName("l2Book")
  record Book(String coin, @Nullable Integer nSigFigs, @Nullable Integer mantissa)
      implements MarketRequest<L2Book> {
    @Override
    public WireType<L2Book> answer() {
      return WireType.of(L2Book.class);
    }

    @Override
    public int weight() {
      return 2;
    }
  }

  /** Candles; only the last 5,000 exist, and the last one still forms. */
  @JsonTypeName("candleSnapshot")
  record Candles(CandleRange req) implements MarketRequest<List<Candle>> {
    @Override
    public WireType<List<Candle>> answer() {
      return WireType.listOf(Candle.class);
    }

    @Override
    public int rowsPerWeight() {
      return 60;
    }
  }

  /** Which candles. */
  record CandleRange(String coin, String interval, long startTime, @Nullable Long endTime) {}

  /** The rates at which funding was paid. */
  @JsonTypeName("fundingHistory")
  record FundingHistory(String coin, long startTime, @Nullable Long endTime)
      implements MarketRequest<List<FundingRate>> {
    @Override
    public WireType<List<FundingRate>> answer() {
      return WireType.listOf(FundingRate.class);
    }

    @Override
    public int rowsPerWeight() {
      return 20;
    }
  }

  /** The last trades. */
  @JsonTypeName("recentTrades")
  record RecentTrades(String coin) implements MarketRequest<List<Trade>> {
    @Override
    public WireType<List<Trade>> answer() {
      return WireType.listOf(Trade.class);
    }

    @Override
    public int rowsPerWeight() {
      return 20;
    }
  }

  /** How the venue is. */
  @JsonTypeName("exchangeStatus")
  record Status() implements MarketRequest<ExchangeStatus> {
    @Override
    public WireType<ExchangeStatus> answer() {
      return WireType.of(ExchangeStatus.class);
    }

    @Override
    public int weight() {
      return 2;
    }
  }
}
