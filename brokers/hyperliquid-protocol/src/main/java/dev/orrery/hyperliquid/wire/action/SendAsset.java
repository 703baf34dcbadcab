package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.wire.action.TypedField.Text;
import dev.orrery.hyperliquid.wire.action.TypedField.Whole;
import java.util.List;

/**
 * Moves a token between dexes, accounts and sub-accounts.
 *
 * @param chain what it is signed for
 * @param destination who gets it
 * @param sourceDex from where: empty for the first dex, {@code spot}, or a name
 * @param destinationDex to where, likewise
 * @param token which token, as {@code NAME:0x..}
 * @param amount how much, in whole units as text
 * @param fromSubAccount the sub-account to take it from; empty for the account
 * @param nonce epoch milliseconds
 */
public record SendAsset(
    SigningChain chain,
    String destination,
    String sourceDex,
    String destinationDex,
    String token,
    String amount,
    String fromSubAccount,
    long nonce)
    implements UserSignedAction {
  static final String TYPE = "sendAsset";

  static SendAsset read(SigningChain chain, Fields in) {
    return new SendAsset(
        chain,
        in.text("destination"),
        in.text("sourceDex"),
        in.text("destinationDex"),
        in.text("token"),
        in.text("amount"),
        in.textOrEmpty("fromSubAccount"),
        in.amount("nonce"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String typeName() {
    return "SendAsset";
  }

  @Override
  public List<TypedField> fields() {
    return List.of(
        new Text("destination", destination),
        new Text("sourceDex", sourceDex),
        new Text("destinationDex", destinationDex),
        new Text("token", token),
        new Text("amount", amount),
        new Text("fromSubAccount", fromSubAccount),
        new Whole("nonce", nonce));
  }
}
