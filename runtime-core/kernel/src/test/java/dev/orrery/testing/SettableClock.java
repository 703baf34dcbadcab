package dev.orrery.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands where it is put. Thread-safe. */
public final class SettableClock extends Clock {
  private final AtomicLong millis;

  /** Stands at an instant in epoch milliseconds. */
  public SettableClock(long millis) {
    this.millis = new AtomicLong(millis);
  }

  /** Puts it anywhere, also back. */
  public void set(long newMillis) {
    millis.set(newMillis);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }
}
