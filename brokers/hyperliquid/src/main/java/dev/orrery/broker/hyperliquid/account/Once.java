package dev.orrery.broker.hyperliquid.account;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets each thing through once. Remembers a bounded number of them, the oldest are forgotten.
 * Confined to its owner.
 *
 * @param <K> what tells one from another
 */
final class Once<K> {
  private final int most;
  private final Set<K> seen = new LinkedHashSet<>();

  Once(int most) {
    this.most = most;
  }

  /** Whether it was let through, as far as is remembered. */
  boolean knows(K key) {
    return seen.contains(key);
  }

  /** Whether it is the first time. */
  boolean first(K key) {
    if (!seen.add(key)) {
      return false;
    }
    if (seen.size() > most) {
      var oldest = seen.iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }
}
