package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the venue is.
 *
 * @param time the server's, epoch milliseconds
 * @param specialStatuses as it came
 */
public record ExchangeStatus(
    long time, @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable JsonNode specialStatuses) {}
