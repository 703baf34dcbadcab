/** Tests of the connection. */
@NullMarked
package dev.orrery.broker.hyperliquid.connection;

import org.jspecify.annotations.NullMarked;
