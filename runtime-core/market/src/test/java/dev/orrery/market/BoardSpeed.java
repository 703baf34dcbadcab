package dev.orrery.market;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.file.MarketFileReader;
import dev.orrery.market.replay.Replay;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How fast the market part of a backtest is, in nanoseconds of processor time: reading a million
 * candles, and replaying them with a snapshot and a window of 30 at each. Run by hand.
 */
public final class BoardSpeed {
  private static final int ROWS = 1_000_000;
  private static final int WINDOW = 30;

  private static double seen;

  private BoardSpeed() {}

  /** Measures; no arguments. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    Path file = Files.createTempFile("orrery-speed", ".csv");
    try {
      Files.write(file, candles());
      for (int round = 0; round < 5; round++) {
        long begun = cpuNanos();
        MarketFile read = MarketFileReader.read(file, null);
        out.printf("read %d candles: %d ms%n", read.rows(), (cpuNanos() - begun) / 1_000_000);
      }
      Replay replay = Replay.of(file, "BTC").simulated();
      replay.summary();
      for (int kept = 0; kept <= 2; kept++) {
        for (int round = 0; round < 5; round++) {
          out.printf(
              "replay with %d intervals kept: %.1f ns a bar%n", kept, replayed(replay, kept));
        }
      }
      out.printf("(%s)%n", seen);
    } finally {
      Files.delete(file);
    }
  }

  private static double replayed(Replay replay, int kept) throws InterruptedException {
    try (MarketFeed feed = replay.open(Optional.empty())) {
      MarketBoard board = MarketBoard.of(feed.instruments(), feed.timeline());
      if (kept > 0) {
        board.keep("BTC", Interval.MINUTE, WINDOW);
      }
      if (kept > 1) {
        board.keep("BTC", Interval.HOUR, WINDOW);
      }
      board.listen(
          MarketBoard.Phase.FIRINGS,
          (event, _) -> {
            MarketSnapshot now = board.snapshot();
            seen += now.mark("BTC");
            if (kept > 0) {
              Candles window = Objects.requireNonNull(now.candles("BTC", Interval.MINUTE, WINDOW));
              seen += window.close(window.size() - 1) + event.time();
            }
          });
      long begun = cpuNanos();
      feed.run(board);
      return (cpuNanos() - begun) / (double) ROWS;
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static byte[] candles() {
    StringBuilder text =
        new StringBuilder(70 * ROWS).append("time_ms,open,high,low,close,volume\n");
    for (int i = 0; i < ROWS; i++) {
      double price = 50_000 + i % 977 + (i % 10) / 10.0;
      text.append(1_600_000_020_000L + i * 60_000L)
          .append(',')
          .append(price)
          .append(',')
          .append(price + 12.5)
          .append(',')
          .append(price - 7.25)
          .append(',')
          .append(price + 3.1)
          .append(',')
          .append(i % 37 + 0.125)
          .append('\n');
    }
    return text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }
}
