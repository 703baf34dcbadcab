/**
 * The venue's messages as records: actions in {@code action}, questions and answers in {@code
 * info}, frames of the WebSocket in {@code socket}. Here is what they share: {@link
 * dev.orrery.hyperliquid.wire.WireJson} reads and writes them, {@link
 * dev.orrery.hyperliquid.wire.Refusal} sorts the venue's error texts. Components have the venue's
 * names. Records say what the venue said; they decide nothing, and they never leave the modules
 * that speak to the venue or play it.
 */
@NullMarked
package dev.orrery.hyperliquid.wire;

import org.jspecify.annotations.NullMarked;
