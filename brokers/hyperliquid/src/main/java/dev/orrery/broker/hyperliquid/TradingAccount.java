package dev.orrery.broker.hyperliquid;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.signing.Signer;
import java.math.BigDecimal;
import java.util.function.Consumer;

/**
 * An account and who signs for it. No two brokers may share a signer: the venue counts nonces by
 * it.
 *
 * @param address master or sub-account: whose money it is, never the agent's
 * @param signer an agent approved by the master
 * @param worth told what the account is worth by the venue, in USD, before it is opened; throws a
 *     {@link dev.orrery.kernel.ProblemException} when that will not do
 */
public record TradingAccount(Address address, Signer signer, Consumer<BigDecimal> worth) {
  /** One that may be worth anything. */
  public TradingAccount(Address address, Signer signer) {
    this(address, signer, _ -> {});
  }

  /** The same, of which this is required. */
  public TradingAccount requiring(Consumer<BigDecimal> required) {
    return new TradingAccount(address, signer, required);
  }
}
