/**
 * The suite every broker passes: extend {@link dev.orrery.broker.contract.BrokerContract} and give
 * it a {@link dev.orrery.broker.contract.BrokerHarness}. Its scenarios are listed in
 * docs/broker-contract.md. Must not know any broker.
 */
@NullMarked
package dev.orrery.broker.contract;

import org.jspecify.annotations.NullMarked;
