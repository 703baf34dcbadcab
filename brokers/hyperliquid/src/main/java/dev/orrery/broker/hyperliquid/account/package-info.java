/**
 * What happens to one account, from {@link dev.orrery.broker.hyperliquid.account.AccountStream}:
 * each fill, payment and movement of money once, in the order of the account, over losses of the
 * connection. It tells the venue's words and knows nothing of the executor.
 */
@NullMarked
package dev.orrery.broker.hyperliquid.account;

import org.jspecify.annotations.NullMarked;
