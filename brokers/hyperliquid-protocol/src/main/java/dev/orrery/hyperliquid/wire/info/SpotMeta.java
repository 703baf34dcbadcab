package dev.orrery.hyperliquid.wire.info;

import java.util.List;

/**
 * The spot pairs and their tokens. Numbers of pairs and of tokens are different numbers.
 *
 * @param universe the pairs
 * @param tokens the tokens
 */
public record SpotMeta(List<SpotPair> universe, List<SpotToken> tokens) {
  /** Copies the lists. */
  public SpotMeta {
    universe = List.copyOf(universe);
    tokens = List.copyOf(tokens);
  }
}
