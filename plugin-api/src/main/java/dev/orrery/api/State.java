package dev.orrery.api;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A strategy's memory over ticks and restarts, scoped by deployment and strategy name. Implemented
 * by the runtime; safe for use by any number of decisions at once. A write is visible at once, is
 * durable together with the decision that made it, and stays when {@code decide} throws.
 *
 * <p>Limits: keys of 1 to 128 characters, values of 64 KB (65,536 bytes) of UTF-8, 1,000 keys, and
 * 1 MB (1,048,576 bytes) of UTF-8 for all keys and values together. Past one a write throws {@link
 * IllegalArgumentException} naming the limit, and changes nothing.
 */
public interface State {
  /** The value of a key. */
  Optional<String> get(String key);

  /**
   * Writes only if the current value is the expected one: the way to be idempotent when two
   * triggers decide at once.
   *
   * @param expected the value the key must have; null when it must be absent
   * @param update the new value; null to remove the key
   * @return whether it was written
   */
  boolean compareAndSet(String key, @Nullable String expected, @Nullable String update);

  /** Writes whatever the current value is. */
  void put(String key, String value);

  /** Removes a key; one that is absent is no error. */
  void remove(String key);

  /** The keys there are, sorted. */
  Set<String> keys();
}
