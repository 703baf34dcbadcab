package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.TypedField.Account;
import dev.orrery.hyperliquid.wire.action.TypedField.Text;
import dev.orrery.hyperliquid.wire.action.TypedField.Whole;
import java.util.List;

/**
 * Lets a builder take a fee on orders it brings, see {@link BuilderFee}.
 *
 * @param chain what it is signed for
 * @param maxFeeRate highest rate, as {@code 0.001%}
 * @param builder who gets the fee
 * @param nonce epoch milliseconds
 */
public record ApproveBuilderFee(SigningChain chain, String maxFeeRate, Address builder, long nonce)
    implements UserSignedAction {
  static final String TYPE = "approveBuilderFee";

  static ApproveBuilderFee read(SigningChain chain, Fields in) {
    return new ApproveBuilderFee(
        chain, in.text("maxFeeRate"), in.address("builder"), in.amount("nonce"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String typeName() {
    return "ApproveBuilderFee";
  }

  @Override
  public List<TypedField> fields() {
    return List.of(
        new Text("maxFeeRate", maxFeeRate),
        new Account("builder", builder),
        new Whole("nonce", nonce));
  }
}
