package dev.orrery.hyperliquid.wire.info;

import dev.orrery.hyperliquid.Address;
import org.jspecify.annotations.Nullable;

/**
 * Whose an agent or a sub-account is.
 *
 * @param user the account of an agent
 * @param master the account of a sub-account
 */
public record RoleData(@Nullable Address user, @Nullable Address master) {}
