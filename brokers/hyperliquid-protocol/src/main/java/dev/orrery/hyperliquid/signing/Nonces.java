package dev.orrery.hyperliquid.signing;

import dev.orrery.hyperliquid.Address;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The nonces of one signer: the present in epoch milliseconds, but always more than the one before.
 * Thread-safe.
 *
 * <p>The venue keeps nonces by signer, not by account: everything that signs with a key shares one
 * of these. Two processes with one key would use the same numbers; give each a key of its own. The
 * clock may go back: then nonces go on by ones. After a restart the clock is past what was used
 * before, unless it went back in between; who cannot exclude that hands in what it kept.
 */
public final class Nonces {
  /** The venue takes nonces less than this ahead of its own time. */
  static final Duration AHEAD = Duration.ofDays(1);

  /** And less than this behind it. */
  static final Duration BEHIND = Duration.ofDays(2);

  private final Address signer;
  private final InstantSource clock;
  private final AtomicLong last;

  /**
   * Begins.
   *
   * @param signer whose they are
   * @param clock the world's clock
   * @param floor nonces are above it: the last one used before a restart, or 0
   */
  public Nonces(Address signer, InstantSource clock, long floor) {
    this.signer = signer;
    this.clock = clock;
    this.last = new AtomicLong(floor);
  }

  /** Whose they are. */
  public Address signer() {
    return signer;
  }

  /**
   * A nonce nobody has had.
   *
   * @throws ProblemException when it would be so far ahead of the clock that the venue refuses it
   */
  public long next() {
    long now = clock.millis();
    long next = last.updateAndGet(it -> Math.max(it + 1, now));
    if (next - now >= AHEAD.toMillis()) {
      throw new ProblemException(
          Problem.refused(
              "nonce of " + signer,
              "the next one, " + next + ", is a day or more ahead of the clock, " + now,
              "set the clock right, or use a new key"));
    }
    return next;
  }

  /** The last one given, or the floor: what to keep for a restart. */
  public long last() {
    return last.get();
  }

  /** Whether the venue's time window has room for a nonce, for a server at {@code nowMillis}. */
  public static boolean inWindow(long nonce, long nowMillis) {
    return nonce > nowMillis - BEHIND.toMillis() && nonce < nowMillis + AHEAD.toMillis();
  }
}
