package dev.orrery.broker.hyperliquid.feed;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.hyperliquid.wire.info.AssetMeta;
import dev.orrery.hyperliquid.wire.info.Meta;
import java.math.BigDecimal;
import java.util.List;

/** What can be traded: the perpetuals of the venue's own dex that are not delisted. */
public final class VenueInstruments {
  private static final int PRICE_AND_SIZE_DECIMALS = 6;
  private static final int SIGNIFICANT_FIGURES = 5;
  private static final Usd LEAST = Usd.of(10);

  private VenueInstruments() {}

  /** In the order of the venue's list. */
  public static List<Instrument> of(Meta meta) {
    return meta.universe().stream()
        .filter(asset -> !asset.delisted())
        .map(VenueInstruments::instrument)
        .toList();
  }

  private static Instrument instrument(AssetMeta asset) {
    return new Instrument(
        asset.name(),
        new PriceRule(
            BigDecimal.ONE.movePointLeft(Math.max(0, PRICE_AND_SIZE_DECIMALS - asset.szDecimals())),
            SIGNIFICANT_FIGURES),
        BigDecimal.ONE.movePointLeft(asset.szDecimals()),
        LEAST,
        asset.maxLeverage());
  }
}
