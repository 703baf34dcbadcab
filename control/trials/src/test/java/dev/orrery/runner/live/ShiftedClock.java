package dev.orrery.runner.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The world's clock, ahead by as much as a test wants. Thread-safe. */
final class ShiftedClock extends Clock {
  private final AtomicLong ahead = new AtomicLong();

  /** Moves it on. */
  void pass(Duration time) {
    ahead.addAndGet(time.toMillis());
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plusMillis(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
