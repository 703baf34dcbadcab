package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.TypedField.Account;
import dev.orrery.hyperliquid.wire.action.TypedField.Text;
import dev.orrery.hyperliquid.wire.action.TypedField.Whole;
import java.util.List;

/**
 * Lets an agent trade for the account. The same name again replaces the agent of that name at once;
 * {@link Address#ZERO} removes it. An address is approved once: its nonces may be forgotten, and
 * what it once signed could be sent again.
 *
 * @param chain what it is signed for
 * @param agentAddress the agent
 * @param agentName see {@link AgentName}; empty for the unnamed one, also when it came as null or
 *     not at all
 * @param nonce epoch milliseconds
 */
public record ApproveAgent(SigningChain chain, Address agentAddress, String agentName, long nonce)
    implements UserSignedAction {
  static final String TYPE = "approveAgent";

  static ApproveAgent read(SigningChain chain, Fields in) {
    return new ApproveAgent(
        chain, in.address("agentAddress"), in.textOrEmpty("agentName"), in.amount("nonce"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String typeName() {
    return "ApproveAgent";
  }

  @Override
  public List<TypedField> fields() {
    return List.of(
        new Account("agentAddress", agentAddress),
        new Text("agentName", agentName),
        new Whole("nonce", nonce));
  }
}
