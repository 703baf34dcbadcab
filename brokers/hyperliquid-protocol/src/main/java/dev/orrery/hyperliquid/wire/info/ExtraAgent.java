package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.orrery.hyperliquid.Address;
import org.jspecify.annotations.Nullable;

/**
 * A named agent of an account. The unnamed one is not listed.
 *
 * @param name its name
 * @param address its address
 * @param validUntil epoch milliseconds; null when it has no end
 */
public record ExtraAgent(
    String name,
    Address address,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long validUntil) {}
