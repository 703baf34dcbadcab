package dev.orrery.exchange.desk;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The clock that clients see: the world's, and off by what was asked for. It orders nonces and ends
 * of actions; how fast the market runs is another matter. Thread-safe.
 */
public final class ProtocolClock {
  private final InstantSource world;
  private final AtomicLong skewMillis = new AtomicLong();

  /** In step with the world. */
  public ProtocolClock(InstantSource world) {
    this.world = world;
  }

  /** Epoch milliseconds; may go back when the skew is made smaller, and the venue then waits. */
  public long millis() {
    return world.millis() + skewMillis.get();
  }

  /** How far it is ahead of the world. */
  public Duration skew() {
    return Duration.ofMillis(skewMillis.get());
  }

  /** Sets it so far ahead of the world, or behind it. */
  public void skew(Duration by) {
    skewMillis.set(by.toMillis());
  }
}
