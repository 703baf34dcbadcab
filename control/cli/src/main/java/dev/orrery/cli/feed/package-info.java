/**
 * What {@code run} prints while it runs: a feed to read on a terminal, JSON lines for programs.
 * Start at {@link dev.orrery.cli.feed.Feed}. It hears of what happened after the fact, and can
 * neither delay nor change it.
 */
@NullMarked
package dev.orrery.cli.feed;

import org.jspecify.annotations.NullMarked;
