package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;

/**
 * Fees from a volume on.
 *
 * @param ntlCutoff the volume
 * @param cross to take
 * @param add to make
 * @param spotCross to take on spot
 * @param spotAdd to make on spot
 */
public record VolumeTier(
    BigDecimal ntlCutoff,
    BigDecimal cross,
    BigDecimal add,
    BigDecimal spotCross,
    BigDecimal spotAdd) {}
