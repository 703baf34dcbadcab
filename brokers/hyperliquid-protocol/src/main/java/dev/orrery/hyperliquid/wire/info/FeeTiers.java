package dev.orrery.hyperliquid.wire.info;

import java.util.List;

/**
 * Fees by volume.
 *
 * @param vip by volume
 * @param mm by share of what is made
 */
public record FeeTiers(List<VolumeTier> vip, List<MakerTier> mm) {
  /** Copies the lists. */
  public FeeTiers {
    vip = List.copyOf(vip);
    mm = List.copyOf(mm);
  }
}
