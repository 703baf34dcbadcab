/** Tests of how an account is followed. */
@NullMarked
package dev.orrery.broker.hyperliquid.account;

import org.jspecify.annotations.NullMarked;
