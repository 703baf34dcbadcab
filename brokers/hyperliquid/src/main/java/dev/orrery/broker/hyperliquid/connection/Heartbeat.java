package dev.orrery.broker.hyperliquid.connection;

import java.time.Duration;

/**
 * When to ping, and when silence means death. Its times are nanoseconds of a clock that never goes
 * back. Confined to the connection's thread.
 */
final class Heartbeat {
  private final long pingEvery;
  private final long silence;
  private long heard;
  private long pinged;

  Heartbeat(Duration pingEvery, Duration silence, long now) {
    this.pingEvery = pingEvery.toNanos();
    this.silence = silence.toNanos();
    this.heard = now;
    this.pinged = now;
  }

  /** Anything at all came. */
  void heard(long now) {
    heard = now;
  }

  /** Whether a ping is due now; asking counts as sending it. */
  boolean pingDue(long now) {
    if (now - pinged < pingEvery) {
      return false;
    }
    pinged = now;
    return true;
  }

  /** Whether it has been silent for too long. */
  boolean dead(long now) {
    return now - heard >= silence;
  }

  /** When to look again. */
  long next() {
    return Math.min(pinged + pingEvery, heard + silence);
  }
}
