package dev.orrery.hyperliquid.client;

import dev.orrery.hyperliquid.wire.info.UserRateLimit;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What an account may still do: an action for each USD it ever traded, and some to begin with. When
 * that is used up one action goes every ten seconds; cancels have a higher limit of their own.
 * Confined to {@link RequestBudget}.
 */
final class AddressLimit {
  private static final long TO_BEGIN_WITH = 10_000;
  private static final long MORE_CANCELS = 100_000;
  private static final Duration SLOW = Duration.ofSeconds(10);

  private final int kept;
  private final LongSupplier nanoTime;
  private long earned = TO_BEGIN_WITH;
  private long used;
  private long slowUntil;

  AddressLimit(int kept, LongSupplier nanoTime) {
    this.kept = kept;
    this.nanoTime = nanoTime;
    this.slowUntil = nanoTime.getAsLong();
  }

  /** What the venue says. */
  void learned(UserRateLimit limit) {
    Long bought = limit.nRequestsSurplus();
    earned = limit.nRequestsCap() + (bought == null ? 0 : bought);
    used = limit.nRequestsUsed();
  }

  /** How long to wait before so many actions; zero for none. Takes nothing. */
  Duration wait(int count, Purpose purpose) {
    if (used + count <= allowed(purpose)) {
      return Duration.ZERO;
    }
    return Duration.ofNanos(Math.max(0, slowUntil - nanoTime.getAsLong()));
  }

  /** Uses so many, after {@link #wait} said zero. */
  void take(int count, Purpose purpose) {
    if (used + count > allowed(purpose)) {
      slowUntil = nanoTime.getAsLong() + count * SLOW.toNanos();
    }
    used += count;
  }

  /** Adds what was used without asking. */
  void add(int count) {
    used += count;
  }

  private long allowed(Purpose purpose) {
    return switch (purpose) {
      case ORDINARY -> earned - kept;
      case PROTECTIVE -> earned;
      case CANCEL -> Math.min(earned + MORE_CANCELS, 2 * earned);
    };
  }
}
