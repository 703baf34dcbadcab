package dev.orrery.hyperliquid.wire.info;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Margin by size of a position.
 *
 * @param description for people
 * @param marginTiers lowest bound first
 */
public record MarginTable(@Nullable String description, List<MarginTier> marginTiers) {
  /** Copies the list. */
  public MarginTable {
    marginTiers = List.copyOf(marginTiers);
  }
}
