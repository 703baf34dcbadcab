package dev.orrery.exchange.venue.account;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The nonces of a signer: the 100 highest are remembered, and a new one must be above the lowest of
 * them, not be one of them, and be near the present.
 */
public final class NonceWindow {
  private static final int REMEMBERED = 100;
  private static final long DAY = 86_400_000;
  private static final long PAST = 2 * DAY;
  private static final long FUTURE = DAY;

  private final NavigableSet<Long> used = new TreeSet<>();

  /** Uses a nonce; what is wrong with it, or null when nothing is. */
  public @Nullable String use(long nonce, long now) {
    if (nonce <= now - PAST || nonce >= now + FUTURE) {
      return "Invalid nonce: nonce " + nonce + " is too far from the time of the block " + now;
    }
    if (used.contains(nonce)) {
      return "Invalid nonce: duplicate nonce " + nonce;
    }
    if (used.size() == REMEMBERED) {
      if (nonce < used.first()) {
        return "Invalid nonce: nonce too low " + nonce + " < " + used.first();
      }
      used.pollFirst();
    }
    used.add(nonce);
    return null;
  }

  /** What is remembered, lowest first. */
  public List<Long> saved() {
    return List.copyOf(used);
  }

  /** Takes over what was remembered. */
  public static NonceWindow load(List<Long> saved) {
    NonceWindow window = new NonceWindow();
    window.used.addAll(saved);
    return window;
  }
}
