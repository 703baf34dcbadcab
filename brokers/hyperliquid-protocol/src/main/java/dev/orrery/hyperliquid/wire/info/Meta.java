package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The perpetuals of a dex. A market's number is its place in {@code universe}, delisted ones
 * included.
 *
 * @param universe the markets, in the order of their numbers
 * @param marginTables margin tables by id
 * @param collateralToken the token margin is held in; 0 is USDC
 */
public record Meta(
    List<AssetMeta> universe,
    @Nullable List<MarginTableEntry> marginTables,
    @Nullable Integer collateralToken) {
  /** Copies the lists. */
  public Meta {
    universe = List.copyOf(universe);
    marginTables = marginTables == null ? null : List.copyOf(marginTables);
  }

  /**
   * The margin tiers of a market, lowest first. Ids below 50 have no table: they are one tier of
   * that leverage.
   */
  public List<MarginTier> tiers(AssetMeta asset) {
    Integer id = asset.marginTableId();
    if (id != null && marginTables != null) {
      for (MarginTableEntry entry : marginTables) {
        if (entry.id() == id) {
          return entry.table().marginTiers();
        }
      }
    }
    return List.of(new MarginTier(BigDecimal.ZERO, asset.maxLeverage()));
  }
}
