/**
 * Trades against sudden moves it is told of by events. Start at {@link
 * dev.orrery.strategy.jumpfade.JumpFadeFactory}.
 */
@NullMarked
package dev.orrery.strategy.jumpfade;

import org.jspecify.annotations.NullMarked;
