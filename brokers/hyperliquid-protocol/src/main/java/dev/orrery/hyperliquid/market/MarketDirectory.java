package dev.orrery.hyperliquid.market;

import dev.orrery.hyperliquid.wire.info.AssetMeta;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.hyperliquid.wire.info.SpotMeta;
import dev.orrery.hyperliquid.wire.info.SpotPair;
import dev.orrery.hyperliquid.wire.info.SpotToken;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Names and numbers of the markets. A number is a place in the venue's list, and delisted markets
 * keep theirs: lists are numbered whole, and filtered afterwards. Numbers differ between networks.
 * Immutable.
 */
public final class MarketDirectory {
  private final Map<Integer, VenueMarket> byAsset;
  private final Map<String, VenueMarket> byCoin;

  private MarketDirectory(Builder builder) {
    byAsset = Collections.unmodifiableMap(new LinkedHashMap<>(builder.byAsset));
    byCoin = Map.copyOf(builder.byCoin);
  }

  /** A directory of the first dex alone. */
  public static MarketDirectory of(Meta meta) {
    return builder().perps(meta).build();
  }

  /** A directory of several lists. */
  public static Builder builder() {
    return new Builder();
  }

  /** The market of that name: {@code BTC}, {@code PURR/USDC}, {@code @107}, {@code xyz:NVDA}. */
  public Optional<VenueMarket> byCoin(String coin) {
    return Optional.ofNullable(byCoin.get(coin));
  }

  /** The market of that number. */
  public Optional<VenueMarket> byAsset(int asset) {
    return Optional.ofNullable(byAsset.get(asset));
  }

  /** The number of that name; of an outcome also when it is not listed. */
  public OptionalInt assetOf(String coin) {
    VenueMarket market = byCoin.get(coin);
    return market == null ? AssetNumbers.outcome(coin) : OptionalInt.of(market.asset());
  }

  /** All of them, those of the first dex first, delisted ones included. */
  public Collection<VenueMarket> markets() {
    return byAsset.values();
  }

  /** Collects lists. Confined to one thread. */
  public static final class Builder {
    private final Map<Integer, VenueMarket> byAsset = new LinkedHashMap<>();
    private final Map<String, VenueMarket> byCoin = new HashMap<>();

    private Builder() {}

    /** The perpetuals of the first dex. */
    public Builder perps(Meta meta) {
      for (int place = 0; place < meta.universe().size(); place++) {
        AssetMeta asset = meta.universe().get(place);
        add(perpetual(AssetNumbers.perp(place), asset.name(), VenueMarket.Kind.PERP, "", asset));
      }
      return this;
    }

    /**
     * The perpetuals of another dex.
     *
     * @param dex its name
     * @param dexPlace its place in the list of dexes, in which the first dex is 0
     */
    public Builder builderPerps(String dex, int dexPlace, Meta meta) {
      for (int place = 0; place < meta.universe().size(); place++) {
        AssetMeta asset = meta.universe().get(place);
        String coin = asset.name().contains(":") ? asset.name() : dex + ":" + asset.name();
        add(
            perpetual(
                AssetNumbers.builderPerp(dexPlace, place),
                coin,
                VenueMarket.Kind.BUILDER_PERP,
                dex,
                asset));
      }
      return this;
    }

    /** The spot pairs. Tokens are found by their number, which need not be their place. */
    public Builder spot(SpotMeta meta) {
      Map<Integer, SpotToken> tokens = new HashMap<>();
      meta.tokens().forEach(token -> tokens.put(token.index(), token));
      for (SpotPair pair : meta.universe()) {
        SpotToken base = pair.tokens().isEmpty() ? null : tokens.get(pair.tokens().getFirst());
        if (base != null) {
          VenueMarket market =
              new VenueMarket(
                  AssetNumbers.spot(pair.index()),
                  pair.index() == 0 ? pair.name() : "@" + pair.index(),
                  VenueMarket.Kind.SPOT,
                  "",
                  base.szDecimals(),
                  1,
                  false,
                  false);
          add(market);
          byCoin.putIfAbsent(pair.name(), market);
        }
      }
      return this;
    }

    /** The directory. */
    public MarketDirectory build() {
      return new MarketDirectory(this);
    }

    private void add(VenueMarket market) {
      byAsset.put(market.asset(), market);
      byCoin.put(market.coin(), market);
    }

    private static VenueMarket perpetual(
        int number, String coin, VenueMarket.Kind kind, String dex, AssetMeta asset) {
      return new VenueMarket(
          number,
          coin,
          kind,
          dex,
          asset.szDecimals(),
          asset.maxLeverage(),
          asset.isolatedOnly(),
          asset.delisted());
    }
  }
}
