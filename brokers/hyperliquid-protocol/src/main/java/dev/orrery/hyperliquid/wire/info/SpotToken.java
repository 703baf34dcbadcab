package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A spot token.
 *
 * @param name its name
 * @param szDecimals decimals of sizes
 * @param weiDecimals decimals of balances
 * @param index its number
 * @param tokenId its id in transfers
 * @param isCanonical whether the name is the venue's own
 * @param fullName for people
 */
public record SpotToken(
    String name,
    int szDecimals,
    int weiDecimals,
    int index,
    @Nullable String tokenId,
    boolean isCanonical,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String fullName) {}
