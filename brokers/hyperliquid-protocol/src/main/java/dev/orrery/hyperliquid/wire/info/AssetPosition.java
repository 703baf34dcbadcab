package dev.orrery.hyperliquid.wire.info;

/**
 * A position as it is listed.
 *
 * @param type always {@code oneWay}
 * @param position the position
 */
public record AssetPosition(String type, Position position) {}
