package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A chosen leverage.
 *
 * @param type {@code cross} or {@code isolated}
 * @param value how much
 * @param rawUsd of an isolated position: USD set apart, less its value at entry
 */
public record Leverage(String type, int value, @Nullable BigDecimal rawUsd) {
  /** Whether margin is shared with other positions. */
  public boolean cross() {
    return type.equals("cross");
  }
}
