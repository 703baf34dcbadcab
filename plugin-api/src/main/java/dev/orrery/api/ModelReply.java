package dev.orrery.api;

import dev.orrery.api.value.Usd;

/**
 * What a language model answered, and what it cost.
 *
 * @param text the answer
 * @param promptTokens tokens read
 * @param completionTokens tokens written
 * @param cost price by the operator's rate table
 */
@Experimental
public record ModelReply(String text, int promptTokens, int completionTokens, Usd cost) {}
