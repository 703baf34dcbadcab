package dev.orrery.hyperliquid.wire.socket;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import dev.orrery.hyperliquid.wire.info.AssetCtx;
import dev.orrery.hyperliquid.wire.info.BookLevel;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.L2Book;
import dev.orrery.hyperliquid.wire.info.SpotAssetCtx;
import dev.orrery.hyperliquid.wire.info.Trade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** About markets. */
public sealed interface MarketMessage extends ServerMessage {
  /** The middle of every book of a dex; of the first dex there is no name. */
  record Mids(Map<String, BigDecimal> mids, @Nullable String dex) implements MarketMessage {
    /** Copies the map. */
    public Mids {
      mids = Map.copyOf(mids);
    }

    @Override
    public String channel() {
      return "allMids";
    }
  }

  /** A book, whole. */
  record Book(L2Book book) implements MarketMessage {
    @Override
    public String channel() {
      return "l2Book";
    }

    @Override
    public Object content() {
      return book;
    }
  }

  /** The best prices of a book. */
  record BestPrices(String coin, long time, Pair bbo) implements MarketMessage {
    @Override
    public String channel() {
      return "bbo";
    }

    /** Best bid and best ask; null on an empty side. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Pair(@Nullable BookLevel bid, @Nullable BookLevel ask) {}
  }

  /** Trades. */
  record Trades(List<Trade> trades) implements MarketMessage {
    /** Copies the list. */
    public Trades {
      trades = List.copyOf(trades);
    }

    @Override
    public String channel() {
      return "trades";
    }

    @Override
    public Object content() {
      return trades;
    }
  }

  /** A candle so far; it is final when one with a later time comes. */
  record CandleUpdate(Candle candle) implements MarketMessage {
    /** Documents speak of an array, the server sends an object. */
    static CandleUpdate read(JsonNode data) {
      JsonNode last = data.isArray() ? data.path(data.size() - 1) : data;
      return new CandleUpdate(WireJson.read(last, WireType.of(Candle.class)));
    }

    @Override
    public String channel() {
      return "candle";
    }

    @Override
    public Object content() {
      return candle;
    }
  }

  /** The state of a perpetual. */
  record AssetContext(String coin, AssetCtx ctx) implements MarketMessage {
    @Override
    public String channel() {
      return "activeAssetCtx";
    }
  }

  /** The state of a spot pair. */
  record SpotContext(String coin, SpotAssetCtx ctx) implements MarketMessage {
    @Override
    public String channel() {
      return "activeSpotAssetCtx";
    }
  }

  /** The states of all perpetuals of all dexes, in the order of their numbers. */
  record AllContexts(List<DexContexts> ctxs) implements MarketMessage {
    /** Copies the list. */
    public AllContexts {
      ctxs = List.copyOf(ctxs);
    }

    @Override
    public String channel() {
      return "allDexsAssetCtxs";
    }

    /** Those of a dex; the first has an empty name. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record DexContexts(String dex, List<AssetCtx> ctxs) {
      /** Copies the list. */
      public DexContexts {
        ctxs = List.copyOf(ctxs);
      }
    }
  }

  /** Mark and middle by market; what did not change may be missing. */
  record FastContexts(Map<String, Prices> prices) implements MarketMessage {
    /** Copies the map. */
    public FastContexts {
      prices = Map.copyOf(prices);
    }

    static FastContexts read(JsonNode data) {
      if (!data.isString()) {
        throw new MalformedMessageException("fastAssetCtxs carries a text");
      }
      return new FastContexts(
          WireJson.read(Deflated.unpack(data.stringValue()), WireType.mapOf(Prices.class)));
    }

    @Override
    public String channel() {
      return "fastAssetCtxs";
    }

    @Override
    public Object content() {
      return Deflated.pack(WireJson.bytes(prices));
    }

    /** Mark and middle. */
    public record Prices(@Nullable BigDecimal markPx, @Nullable BigDecimal midPx) {}
  }

  /** News of outcome markets, as they came. */
  record OutcomeUpdates(JsonNode updates) implements MarketMessage {
    @Override
    public String channel() {
      return "outcomeMetaUpdates";
    }
  }
}
