/** Daemons that trade on a local exchange as on Hyperliquid, killed, stopped and cut off. */
@NullMarked
package dev.orrery.runner.live;

import org.jspecify.annotations.NullMarked;
