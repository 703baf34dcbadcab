package dev.orrery.exchange.venue.account;

import dev.orrery.hyperliquid.wire.info.UserRateLimit;
import java.math.BigDecimal;

/**
 * The actions an address may send: one for each USD it ever traded, and 10,000 to begin with. When
 * they are used up one goes every ten seconds. Cancels have a higher limit of their own.
 */
public final class Quota {
  private static final long TO_BEGIN_WITH = 10_000;
  private static final long MORE_CANCELS = 100_000;
  private static final long SLOW_MILLIS = 10_000;

  /**
   * All of it, to be kept.
   *
   * @param volume USD ever traded
   * @param used actions used
   * @param bought actions bought
   * @param slowUntil when the next one goes beyond the limit
   */
  public record Saved(BigDecimal volume, long used, long bought, long slowUntil) {}

  private Saved now = new Saved(BigDecimal.ZERO, 0, 0, 0);

  /** USD ever traded. */
  public BigDecimal volume() {
    return now.volume;
  }

  /** Actions earned, and bought. */
  public long cap() {
    return TO_BEGIN_WITH + now.volume.longValue() + now.bought;
  }

  /** Actions used. */
  public long used() {
    return now.used;
  }

  /** So much was traded. */
  public void traded(BigDecimal notional) {
    now = new Saved(now.volume.add(notional), now.used, now.bought, now.slowUntil);
  }

  /** So many were bought. */
  public void buy(long count) {
    now = new Saved(now.volume, now.used, Math.addExact(now.bought, count), now.slowUntil);
  }

  /** Whether so many go now. Takes nothing. */
  public boolean allows(int count, boolean cancel, long time) {
    return now.used + count <= limit(cancel) || time >= now.slowUntil;
  }

  /** Uses so many. */
  public void use(int count, boolean cancel, long time) {
    boolean beyond = now.used + count > limit(cancel);
    now =
        new Saved(
            now.volume,
            now.used + count,
            now.bought,
            beyond ? time + count * SLOW_MILLIS : now.slowUntil);
  }

  /** As the venue tells it. */
  public UserRateLimit told() {
    return new UserRateLimit(now.volume, now.used, cap(), 0L);
  }

  private long limit(boolean cancel) {
    return cancel ? Math.min(cap() + MORE_CANCELS, 2 * cap()) : cap();
  }

  Saved saved() {
    return now;
  }

  void load(Saved saved) {
    now = saved;
  }
}
