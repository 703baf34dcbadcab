package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import org.jspecify.annotations.Nullable;

/**
 * Buys actions beyond the address's limit.
 *
 * @param weight how many
 * @param destination for whom, if not for the account itself
 */
public record ReserveRequestWeight(long weight, @Nullable Address destination) implements L1Action {
  static final String TYPE = "reserveRequestWeight";

  static ReserveRequestWeight read(Fields in) {
    return new ReserveRequestWeight(in.amount("weight"), in.optionalAddress("destination"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(destination == null ? 2 : 3).text("type", TYPE).number("weight", weight);
    if (destination != null) {
      out.address("destination", destination);
    }
    out.endMap();
  }
}
