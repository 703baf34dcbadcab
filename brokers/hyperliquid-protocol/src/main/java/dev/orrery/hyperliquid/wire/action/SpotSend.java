package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.wire.action.TypedField.Text;
import dev.orrery.hyperliquid.wire.action.TypedField.Whole;
import java.util.List;

/**
 * Sends a spot token to another account of the venue.
 *
 * @param chain what it is signed for
 * @param destination who gets it
 * @param token which token, as {@code NAME:0x..}
 * @param amount how much, in whole units as text
 * @param time epoch milliseconds
 */
public record SpotSend(
    SigningChain chain, String destination, String token, String amount, long time)
    implements UserSignedAction {
  static final String TYPE = "spotSend";

  static SpotSend read(SigningChain chain, Fields in) {
    return new SpotSend(
        chain, in.text("destination"), in.text("token"), in.text("amount"), in.amount("time"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String typeName() {
    return "SpotSend";
  }

  @Override
  public long nonce() {
    return time;
  }

  @Override
  public List<TypedField> fields() {
    return List.of(
        new Text("destination", destination),
        new Text("token", token),
        new Text("amount", amount),
        new Whole("time", time));
  }
}
