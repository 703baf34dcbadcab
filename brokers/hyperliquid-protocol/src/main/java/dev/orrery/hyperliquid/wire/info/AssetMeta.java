package dev.orrery.hyperliquid.wire.info;

import org.jspecify.annotations.Nullable;

/**
 * A perpetual.
 *
 * @param name its name; of another dex than the first, with the dex before it
 * @param szDecimals decimals of its sizes
 * @param maxLeverage highest leverage
 * @param marginTableId see {@link Meta#tiers}
 * @param isDelisted true when it is gone; it keeps its number
 * @param onlyIsolated true when its margin cannot be shared; older than {@code marginMode}
 * @param marginMode {@code strictIsolated}, {@code noCross}, or absent
 * @param growthMode {@code enabled}, or absent
 * @param lastGrowthModeChangeTime when that changed
 */
public record AssetMeta(
    String name,
    int szDecimals,
    int maxLeverage,
    @Nullable Integer marginTableId,
    @Nullable Boolean isDelisted,
    @Nullable Boolean onlyIsolated,
    @Nullable String marginMode,
    @Nullable String growthMode,
    @Nullable String lastGrowthModeChangeTime) {
  /** Whether it is gone. */
  public boolean delisted() {
    return Boolean.TRUE.equals(isDelisted);
  }

  /** Whether its margin cannot be shared. */
  public boolean isolatedOnly() {
    return Boolean.TRUE.equals(onlyIsolated) || marginMode != null;
  }
}
