package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.TypedField.Account;
import dev.orrery.hyperliquid.wire.action.TypedField.Text;
import dev.orrery.hyperliquid.wire.action.TypedField.Whole;
import java.util.List;

/**
 * Changes how the balances of the account belong together.
 *
 * @param chain what it is signed for
 * @param user the account
 * @param abstraction {@code unifiedAccount}, {@code portfolioMargin} or {@code disabled}
 * @param nonce epoch milliseconds
 */
public record UserSetAbstraction(SigningChain chain, Address user, String abstraction, long nonce)
    implements UserSignedAction {
  static final String TYPE = "userSetAbstraction";

  static UserSetAbstraction read(SigningChain chain, Fields in) {
    return new UserSetAbstraction(
        chain, in.address("user"), in.text("abstraction"), in.amount("nonce"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String typeName() {
    return "UserSetAbstraction";
  }

  @Override
  public List<TypedField> fields() {
    return List.of(
        new Account("user", user), new Text("abstraction", abstraction), new Whole("nonce", nonce));
  }
}
