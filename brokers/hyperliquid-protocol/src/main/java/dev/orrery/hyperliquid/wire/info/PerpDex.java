package dev.orrery.hyperliquid.wire.info;

import dev.orrery.hyperliquid.Address;
import org.jspecify.annotations.Nullable;

/**
 * A dex of perpetuals other than the first.
 *
 * @param name what {@code dex} in requests says
 * @param fullName for people
 * @param deployer who runs it
 */
public record PerpDex(String name, @Nullable String fullName, @Nullable Address deployer) {}
