package dev.orrery.cli.backtest;

import dev.orrery.backtest.Progress;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.DurationText;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a search is, how fast, and how long yet: one line of a terminal, a few times a second.
 */
public final class SearchProgress implements Progress {
  private static final long EVERY_NANOS = 200_000_000;

  private final Console console;
  private final LongSupplier nanos;
  private final long started;
  private long told;

  /** For a terminal. */
  public SearchProgress(Console console, LongSupplier nanos) {
    this.console = console;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
    this.told = started - EVERY_NANOS;
  }

  @Override
  public void at(long done, long all) {
    long now = nanos.getAsLong();
    if (now - told < EVERY_NANOS && done < all) {
      return;
    }
    told = now;
    console.err().print("\r" + line(done, all, now - started) + "\u001b[K");
    console.err().flush();
  }

  static String line(long done, long all, long tookNanos) {
    double rate = done * 1e9 / Math.max(1, tookNanos);
    Duration left = Duration.ofMillis(Math.round((all - done) / rate * 1_000));
    return String.format(
        Locale.ROOT,
        "%d of %d runs, %.1f a second, %s left",
        done,
        all,
        rate,
        DurationText.shown(left));
  }
}
