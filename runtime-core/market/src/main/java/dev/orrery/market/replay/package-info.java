/**
 * Replayed markets: recorded data as a feed with the timeline that fits it. Start at {@link
 * dev.orrery.market.replay.Replay}. Must not know who listens.
 */
@NullMarked
package dev.orrery.market.replay;

import org.jspecify.annotations.NullMarked;
