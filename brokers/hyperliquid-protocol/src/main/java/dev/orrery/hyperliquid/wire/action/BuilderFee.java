package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;

/**
 * A fee for whoever brought an order. The account must have approved it with {@link
 * ApproveBuilderFee}.
 *
 * @param builder who gets it
 * @param tenthsOfBasisPoint how much: at most 100 on perpetuals, 1,000 on spot
 */
public record BuilderFee(Address builder, int tenthsOfBasisPoint) {
  static BuilderFee read(Fields in) {
    return new BuilderFee(in.address("b"), in.integer("f"));
  }

  void write(CanonicalForm out) {
    out.beginMap(2).address("b", builder).number("f", tenthsOfBasisPoint).endMap();
  }
}
