package dev.orrery.market.file;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a file has.
 *
 * @param candles candles or trades
 * @param timeUnit milliseconds that one unit of the time column stands for
 */
record Layout(boolean candles, long timeUnit) {
  /** What a person may write. */
  static final String ACCEPTED =
      "columns are time_ms,open,high,low,close,volume for candles, or seconds,price,amount or"
          + " time_ms,price,size for trades; a header is optional";

  private static final int CANDLE_FIELDS = 6;
  private static final int TRADE_FIELDS = 3;
  private static final Set<String> MILLIS = Set.of("time_ms", "timestamp_ms", "open_time_ms");
  private static final Set<String> SECONDS = Set.of("seconds", "timestamp", "time_s");
  private static final Set<String> SIZES = Set.of("amount", "size", "quantity", "volume");

  /** Seconds reach this number in the year 5138, milliseconds passed it in 1973. */
  private static final long MIN_MILLIS = 100_000_000_000L;

  int fields() {
    return candles ? CANDLE_FIELDS : TRADE_FIELDS;
  }

  /** The layout a header names; null when it is none. */
  static @Nullable Layout ofHeader(List<String> header) {
    List<String> names = header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    long unit = MILLIS.contains(names.getFirst()) ? 1 : 1_000;
    boolean knownTime = unit == 1 || SECONDS.contains(names.getFirst());
    List<String> rest = names.subList(1, names.size());
    if (knownTime && rest.equals(List.of("open", "high", "low", "close", "volume"))) {
      return new Layout(true, unit);
    }
    boolean trades = rest.size() == 2 && rest.getFirst().equals("price");
    return knownTime && trades && SIZES.contains(rest.getLast()) ? new Layout(false, unit) : null;
  }

  /** The layout of a file without header, by its first row; null when it is none. */
  static @Nullable Layout ofRow(int fields, long time) {
    long unit = time >= MIN_MILLIS ? 1 : 1_000;
    return switch (fields) {
      case CANDLE_FIELDS -> new Layout(true, unit);
      case TRADE_FIELDS -> new Layout(false, unit);
      default -> null;
    };
  }
}
