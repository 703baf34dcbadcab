package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.market.CandleStep;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.info.AssetCtx;
import dev.orrery.hyperliquid.wire.info.AssetMeta;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.ExchangeStatus;
import dev.orrery.hyperliquid.wire.info.FundingRate;
import dev.orrery.hyperliquid.wire.info.MarginTable;
import dev.orrery.hyperliquid.wire.info.MarginTableEntry;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.hyperliquid.wire.info.MetaAndAssetCtxs;
import dev.orrery.hyperliquid.wire.info.SpotMeta;
import dev.orrery.hyperliquid.wire.info.SpotMetaAndAssetCtxs;
import dev.orrery.hyperliquid.wire.info.SpotToken;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers about markets. Dexes other than the first have none, and there are no spot pairs. */
final class MarketAnswers {
  /** Ids below 50 are tables of one tier, which nobody lists. */
  private static final int FIRST_TABLE = 50;

  private static final int CANDLES = 5_000;
  private static final int ROWS = 500;

  private final VenueState state;
  private final Meta meta;

  MarketAnswers(VenueState state) {
    this.state = state;
    this.meta = meta(state.settings().markets());
  }

  @Nullable Object answer(MarketRequest<?> request) {
    return switch (request) {
      case MarketRequest.PerpMeta(var dex) -> dex == null ? meta : none();
      case MarketRequest.PerpStates(var dex) ->
          dex == null
              ? new MetaAndAssetCtxs(meta, state.markets().stream().map(this::context).toList())
              : new MetaAndAssetCtxs(none(), List.of());
      case MarketRequest.PerpDexes() -> Collections.singletonList(null);
      case MarketRequest.SpotPairs() -> spot();
      case MarketRequest.SpotStates() -> new SpotMetaAndAssetCtxs(spot(), List.of());
      case MarketRequest.AllMids(var dex) -> dex == null ? mids() : Map.of();
      case MarketRequest.Book book -> {
        Market market = state.market(book.coin());
        yield market == null ? null : BookAnswers.book(market, book, state.now());
      }
      case MarketRequest.Candles(var range) -> candles(range);
      case MarketRequest.FundingHistory history -> funding(history);
      case MarketRequest.RecentTrades(var coin) -> {
        Market market = state.market(coin);
        yield market == null ? List.of() : market.trades().reversed();
      }
      case MarketRequest.Status() -> new ExchangeStatus(state.now(), null);
    };
  }

  private static Meta none() {
    return new Meta(List.of(), List.of(), 0);
  }

  private static Meta meta(List<PerpSettings> perps) {
    List<AssetMeta> universe = new ArrayList<>();
    List<MarginTableEntry> tables = new ArrayList<>();
    for (PerpSettings perp : perps) {
      int table = perp.maxLeverage();
      if (perp.tiers().size() > 1 || table >= FIRST_TABLE) {
        table = FIRST_TABLE + tables.size();
        tables.add(
            new MarginTableEntry(
                table, new MarginTable("tiered " + perp.maxLeverage() + "x", perp.tiers())));
      }
      universe.add(
          new AssetMeta(
              perp.coin(),
              perp.szDecimals(),
              perp.maxLeverage(),
              table,
              null,
              perp.isolatedOnly() ? true : null,
              perp.isolatedOnly() ? "noCross" : null,
              null,
              null));
    }
    return new Meta(universe, tables, 0);
  }

  private static SpotMeta spot() {
    return new SpotMeta(
        List.of(),
        List.of(new SpotToken("USDC", 8, 8, 0, "0x6d1e7cde53ba9467b783cb7c530ce054", true, null)));
  }

  private Map<String, BigDecimal> mids() {
    Map<String, BigDecimal> all = new LinkedHashMap<>();
    state.markets().forEach(market -> all.put(market.coin(), market.midOrLast()));
    return all;
  }

  /** The present state of a market. */
  AssetCtx context(Market market) {
    long now = state.now();
    return new AssetCtx(
        market.premium().hourlyRate(),
        market.openInterest(),
        market.volume().firstPx(now, market.prices().last()),
        market.volume().notional(now),
        market.currentPremium(),
        market.prices().oracle(),
        market.prices().mark(),
        market.book().mid(),
        market.impactPrices(),
        market.volume().base(now));
  }

  private List<Candle> candles(MarketRequest.CandleRange range) {
    Market market = state.market(range.coin());
    CandleStep step = CandleStep.of(range.interval()).orElse(null);
    if (market == null || step == null) {
      return List.of();
    }
    return market.candles().between(step, range.startTime(), orEver(range.endTime()), CANDLES);
  }

  private List<FundingRate> funding(MarketRequest.FundingHistory history) {
    Market market = state.market(history.coin());
    if (market == null) {
      return List.of();
    }
    long to = orEver(history.endTime());
    return market.funding().stream()
        .filter(rate -> rate.time() >= history.startTime() && rate.time() <= to)
        .limit(ROWS)
        .toList();
  }

  static long orEver(@Nullable Long end) {
    return end == null ? Long.MAX_VALUE : end;
  }
}
