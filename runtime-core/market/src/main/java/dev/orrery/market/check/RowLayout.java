package dev.orrery.market.check;

import dev.orrery.kernel.OneLine;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.file.RecordedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which columns of a file mean what, by the names that exchanges and programs give them.
 *
 * @param candles candles or trades
 * @param headed whether the first row is of names
 * @param columns places of time, open, high, low, close, volume; or of time, price, size
 * @param clock how times are written
 */
record RowLayout(boolean candles, boolean headed, List<Integer> columns, TimeText clock) {
  static final String ACCEPTED =
      "columns are a time and open,high,low,close,volume, or a time and price,size";

  private static final List<String> CANDLE = List.of("open", "high", "low", "close", "volume");
  private static final List<String> TRADE = List.of("price", "size");
  private static final int CANDLE_FIELDS = 6;
  private static final int TRADE_FIELDS = 3;

  /** Candles as one large exchange exports them: times of begin and end, then sums of quotes. */
  private static final int LONG_CANDLE_FIELDS = 12;

  /** Names of a column of times: those of numbers go before those of dates. */
  private static final List<Set<String>> TIMES =
      List.of(
          Set.of(
              "time_ms",
              "timestamp_ms",
              "open_time_ms",
              "open_time",
              "opentime",
              "time_s",
              "unix",
              "timestamp",
              "ts",
              "t",
              "seconds",
              "epoch"),
          Set.of("time", "start", "begin", "date", "datetime"));

  private static final Map<String, Set<String>> NAMES =
      Map.of(
          "open", Set.of("open", "o", "open_price"),
          "high", Set.of("high", "h", "high_price"),
          "low", Set.of("low", "l", "low_price"),
          "close", Set.of("close", "c", "close_price"),
          "volume", Set.of("volume", "v", "vol", "base_volume", "volume_base"),
          "price", Set.of("price", "px", "p"),
          "size", Set.of("size", "amount", "quantity", "qty", "sz", "volume"));

  /** The layout, with the rows on the first one: names, or data. */
  static RowLayout of(String file, RecordedRows first) {
    return of(file, first, "");
  }

  /**
   * The same, where a column of volume may be named after a symbol.
   *
   * @throws ProblemException when it is not known, or could mean two things
   */
  static RowLayout of(String file, RecordedRows first, String symbol) {
    boolean headed = Double.isNaN(first.decimal(first.fields() > 1 ? 1 : 0));
    if (!headed) {
      return byCount(file, first);
    }
    List<String> names = new ArrayList<>();
    for (String name : first.texts()) {
      names.add(name.toLowerCase(Locale.ROOT).strip().replace(' ', '_').replace("\"", ""));
    }
    int time = time(file, names);
    List<String> wanted = names.stream().anyMatch(named("price")::contains) ? TRADE : CANDLE;
    List<Integer> columns = new ArrayList<>(List.of(time));
    for (String role : wanted) {
      columns.add(place(file, names, role, symbol.toLowerCase(Locale.ROOT)));
    }
    return new RowLayout(wanted.equals(CANDLE), true, columns, TimeText.named(names.get(time)));
  }

  private static RowLayout byCount(String file, RecordedRows first) {
    return switch (first.fields()) {
      case CANDLE_FIELDS, LONG_CANDLE_FIELDS ->
          new RowLayout(true, false, List.of(0, 1, 2, 3, 4, 5), TimeText.any());
      case TRADE_FIELDS -> new RowLayout(false, false, List.of(0, 1, 2), TimeText.any());
      default ->
          throw problem(
              file, "has no names in its first row and " + first.fields() + " columns", ACCEPTED);
    };
  }

  private static int time(String file, List<String> names) {
    for (Set<String> known : TIMES) {
      List<String> found = names.stream().filter(known::contains).toList();
      if (found.size() > 1) {
        throw ambiguous(file, "the time", found);
      }
      if (!found.isEmpty()) {
        return names.indexOf(found.getFirst());
      }
    }
    throw problem(
        file,
        "has no column of times among " + OneLine.of(String.join(", ", names), 200),
        ACCEPTED);
  }

  private static int place(String file, List<String> names, String role, String symbol) {
    Set<String> known = named(role);
    List<String> found = names.stream().filter(known::contains).toList();
    if (found.isEmpty() && role.equals("volume")) {
      found = names.stream().filter(("volume_" + symbol)::equals).toList();
    }
    if (found.size() > 1 && found.contains(role)) {
      found = found.stream().filter(role::equals).toList();
    }
    if (found.size() > 1) {
      throw ambiguous(file, "the " + role, found);
    }
    if (found.isEmpty()) {
      throw problem(
          file, "has no column of " + role + " among " + String.join(", ", names), ACCEPTED);
    }
    return names.indexOf(found.getFirst());
  }

  private static Set<String> named(String role) {
    return NAMES.getOrDefault(role, Set.of());
  }

  private static ProblemException ambiguous(String file, String what, List<String> found) {
    return problem(
        file,
        String.join(" and ", found) + " could both be " + what,
        "leave one of the columns out, or rename it");
  }

  private static ProblemException problem(String file, String cause, String wayOut) {
    return new ProblemException(Problem.configuration(file, cause, wayOut));
  }

  /** Epoch milliseconds; {@link Long#MIN_VALUE} when the row has none. */
  long time(RecordedRows row) {
    return row.fields() > columns.getFirst()
        ? clock.millis(row, columns.getFirst())
        : Long.MIN_VALUE;
  }

  /** The numbers in the order of our columns; none when one is missing. */
  double[] values(RecordedRows row) {
    double[] values = new double[columns.size() - 1];
    for (int i = 0; i < values.length; i++) {
      int place = columns.get(i + 1);
      double value = place < row.fields() ? row.decimal(place) : Double.NaN;
      if (!Double.isFinite(value)) {
        return new double[0];
      }
      values[i] = value;
    }
    return values;
  }

  /** Our name of a number. */
  String name(int value) {
    return (candles ? CANDLE : TRADE).get(value);
  }

  /** Our names of all columns. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of("time_ms"));
    names.addAll(candles ? CANDLE : TRADE);
    return names;
  }
}
