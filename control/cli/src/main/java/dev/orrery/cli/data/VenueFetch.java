package dev.orrery.cli.data;

import dev.orrery.api.market.Interval;
import dev.orrery.hyperliquid.client.InfoResult;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.Trouble;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.FundingRate;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Asks a venue for candles or funding rates, page by page within its limits, and adds them to a
 * file, which goes on where it ends. Confined to one thread.
 */
public final class VenueFetch {
  static final String CANDLES = "time_ms,open,high,low,close,volume";
  static final String FUNDING = "time_ms,rate";

  /** Candles that the venue gives at once, and has of an interval. */
  public static final int CANDLES_A_PAGE = 5_000;

  private static final int RATES_A_PAGE = 500;
  private static final long HOUR = 3_600_000;

  private final RestClient venue;
  private final String coin;
  private final int candlesAPage;
  private final Consumer<String> news;

  /**
   * A fetch.
   *
   * @param coin what is asked for
   * @param candlesAPage how many candles are asked for at once
   * @param news hears of each page, in a line
   */
  public VenueFetch(RestClient venue, String coin, int candlesAPage, Consumer<String> news) {
    this.venue = venue;
    this.coin = coin;
    this.candlesAPage = candlesAPage;
    this.news = news;
  }

  /** The venue's present instant, epoch milliseconds: what is not over by then is not written. */
  public long now() throws InterruptedException {
    return ask(new MarketRequest.Status()).time();
  }

  /**
   * Adds candles that are over.
   *
   * @param from epoch milliseconds of the first; where the file ends later, it goes on there
   * @param until no candle opens at or after it
   * @return how many were written
   * @throws ProblemException UNREACHABLE when the venue does not answer; what was written stays
   * @throws IOException when the file cannot be written, or is another
   */
  public int candles(Interval interval, long from, long until, Path to)
      throws IOException, InterruptedException {
    long step = interval.millis();
    long over = now();
    int written = 0;
    try (LineFile file = LineFile.open(to, CANDLES)) {
      long next = Math.max(Math.ceilDiv(from, step) * step, after(file.last(), step));
      while (next < until && next + step <= over) {
        long end = Math.min(until, next + candlesAPage * step) - 1;
        long first = next;
        List<Candle> page =
            ask(
                new MarketRequest.Candles(
                    new MarketRequest.CandleRange(coin, interval.toString(), first, end)));
        List<Candle> whole =
            page.stream()
                .filter(it -> it.openTime() >= first && it.openTime() <= end)
                .filter(it -> it.closeTime() < over)
                .toList();
        file.add(whole.stream().map(VenueFetch::line).toList());
        written += whole.size();
        // Where there is nothing, there is nothing before what the venue keeps either.
        long kept = Math.floorDiv(over, step) * step - CANDLES_A_PAGE * step;
        next = page.isEmpty() ? Math.max(end + 1, Math.min(kept, until)) : end + 1;
        news.accept(written + " candles");
      }
    }
    return written;
  }

  /**
   * Adds funding rates.
   *
   * @param from epoch milliseconds of the first; where the file ends later, it goes on there
   * @param until no payment is at or after it
   * @return how many were written
   */
  public int funding(long from, long until, Path to) throws IOException, InterruptedException {
    int written = 0;
    try (LineFile file = LineFile.open(to, FUNDING)) {
      long next = Math.max(from, after(file.last(), HOUR) / HOUR * HOUR);
      boolean more = true;
      while (more && next < until) {
        List<FundingRate> page = ask(new MarketRequest.FundingHistory(coin, next, until - 1));
        file.add(page.stream().map(VenueFetch::line).toList());
        written += page.size();
        more = page.size() >= RATES_A_PAGE;
        next = page.isEmpty() ? until : page.getLast().time() + 1;
        news.accept(written + " rates");
      }
    }
    return written;
  }

  /** The instant after a line that is there. */
  private static long after(String line, long step) throws IOException {
    if (line.isEmpty()) {
      return Long.MIN_VALUE + HOUR;
    }
    try {
      return Long.parseLong(line.substring(0, Math.max(0, line.indexOf(',')))) + step;
    } catch (NumberFormatException e) {
      throw new IOException("its last line is no row: " + line, e);
    }
  }

  private static String line(Candle it) {
    return it.openTime()
        + ","
        + text(it.open())
        + ","
        + text(it.high())
        + ","
        + text(it.low())
        + ","
        + text(it.close())
        + ","
        + text(it.volume());
  }

  private static String line(FundingRate it) {
    return it.time() + "," + text(it.fundingRate());
  }

  private static String text(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /** Asks until there is room for the question; any other failure is told. */
  private <A> A ask(InfoRequest<A> request) throws InterruptedException {
    while (true) {
      switch (venue.ask(request)) {
        case InfoResult.Answered<A>(A answer) -> {
          return answer;
        }
        case InfoResult.Failed<A> failed
            when failed.trouble() == Trouble.NO_BUDGET
                || failed.trouble() == Trouble.RATE_LIMITED -> {
          Duration wait = failed.retryAfter();
          news.accept("waiting " + Math.max(1, wait.toSeconds()) + " s for the venue's limit");
          Thread.sleep(Math.max(100, wait.toMillis()));
        }
        case InfoResult.Failed<A> failed ->
            throw new ProblemException(
                Problem.unreachable(
                    "the venue",
                    "does not answer: " + words(failed),
                    "what was written stays: the same call goes on there"));
      }
    }
  }

  /** A class of an exception says nothing to whoever waits for data. */
  private static String words(InfoResult.Failed<?> failed) {
    String trouble = failed.trouble().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return failed.detail().startsWith("java.") ? trouble : trouble + ": " + failed.detail();
  }
}
