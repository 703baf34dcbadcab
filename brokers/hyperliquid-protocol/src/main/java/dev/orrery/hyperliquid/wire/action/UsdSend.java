package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.wire.action.TypedField.Text;
import dev.orrery.hyperliquid.wire.action.TypedField.Whole;
import java.util.List;

/**
 * Sends USD to another account of the venue.
 *
 * @param chain what it is signed for
 * @param destination who gets it
 * @param amount how much, in whole units as text
 * @param time epoch milliseconds
 */
public record UsdSend(SigningChain chain, String destination, String amount, long time)
    implements UserSignedAction {
  static final String TYPE = "usdSend";

  static UsdSend read(SigningChain chain, Fields in) {
    return new UsdSend(chain, in.text("destination"), in.text("amount"), in.amount("time"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String typeName() {
    return "UsdSend";
  }

  @Override
  public long nonce() {
    return time;
  }

  @Override
  public List<TypedField> fields() {
    return List.of(
        new Text("destination", destination), new Text("amount", amount), new Whole("time", time));
  }
}
