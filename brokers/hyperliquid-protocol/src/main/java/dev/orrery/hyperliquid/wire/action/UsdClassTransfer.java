package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.wire.action.TypedField.Flag;
import dev.orrery.hyperliquid.wire.action.TypedField.Text;
import dev.orrery.hyperliquid.wire.action.TypedField.Whole;
import java.util.List;

/**
 * Moves USD between the spot and the perpetuals balance of an account.
 *
 * @param chain what it is signed for
 * @param amount USD as text; with {@code subaccount:0x..} after it, of that sub-account
 * @param toPerp from spot to perpetuals, or back
 * @param nonce epoch milliseconds
 */
public record UsdClassTransfer(SigningChain chain, String amount, boolean toPerp, long nonce)
    implements UserSignedAction {
  static final String TYPE = "usdClassTransfer";

  static UsdClassTransfer read(SigningChain chain, Fields in) {
    return new UsdClassTransfer(chain, in.text("amount"), in.flag("toPerp"), in.amount("nonce"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String typeName() {
    return "UsdClassTransfer";
  }

  @Override
  public List<TypedField> fields() {
    return List.of(
        new Text("amount", amount), new Flag("toPerp", toPerp), new Whole("nonce", nonce));
  }
}
