package dev.orrery.trigger.manual;

import org.jspecify.annotations.Nullable;

/**
 * A wish that a strategy be fired now.
 *
 * @param strategy its name
 * @param requestId chosen by the asker; asking again with it changes nothing. 1 to 128 characters
 * @param payload what to send along; null for nothing
 */
public record ManualRequest(String strategy, String requestId, @Nullable String payload) {
  /** What makes its firing the same when it is asked for again. */
  public String originId() {
    return "request:" + requestId;
  }
}
