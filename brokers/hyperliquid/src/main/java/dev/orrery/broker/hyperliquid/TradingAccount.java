package dev.orrery.broker.hyperliquid;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.signing.Signer;

/**
 * An account and who signs for it. No two brokers may share a signer: the venue counts nonces by
 * it.
 *
 * @param address master or sub-account: whose money it is, never the agent's
 * @param signer an agent approved by the master
 */
public record TradingAccount(Address address, Signer signer) {}
