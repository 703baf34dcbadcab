package dev.orrery.hyperliquid.wire.info;

import java.util.List;

/**
 * A spot pair.
 *
 * @param tokens numbers of the base and the quote token
 * @param name {@code PURR/USDC}, or {@code @} and the number
 * @param index its number
 * @param isCanonical whether the name is the venue's own
 */
public record SpotPair(List<Integer> tokens, String name, int index, boolean isCanonical) {
  /** Copies the list. */
  public SpotPair {
    tokens = List.copyOf(tokens);
  }
}
