/**
 * Sudden moves of a price, found in what a board publishes: the demo event source of the default
 * configuration. Start at {@link dev.orrery.market.jump.PriceJumps}.
 */
@NullMarked
package dev.orrery.market.jump;

import org.jspecify.annotations.NullMarked;
