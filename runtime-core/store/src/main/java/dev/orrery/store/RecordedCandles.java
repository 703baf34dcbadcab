package dev.orrery.store;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.market.candle.Candle;
import dev.orrery.market.candle.CandleChain;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The candles that decisions have read, by digest: each once, and runs of them as the decisions saw
 * them. Confined to one thread.
 */
final class RecordedCandles {
  private static final String COLUMNS =
      "digest, previous, (extract(epoch from open_time) * 1000)::bigint, open, high, low, close,"
          + " volume";
  private static final String ALL =
      "select " + COLUMNS + " from series_points order by symbol, interval_ms, open_time";
  private static final String SOME =
      """
      with recursive run as (
        select * from series_points where digest = any(?)
        union
        select before.* from series_points before join run on before.digest = run.previous
      )
      select %s from run order by symbol, interval_ms, open_time\
      """
          .formatted(COLUMNS);
  private static final int ROWS_AT_ONCE = 10_000;

  private final Map<String, Place> places = new HashMap<>();

  /** Where a candle is. */
  private record Place(CandleChain chain, int index) {}

  /** Reads those with these digests and what comes before them in their blocks; null for all. */
  void load(Connection connection, @Nullable List<String> digests) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(digests == null ? ALL : SOME)) {
      query.setFetchSize(ROWS_AT_ONCE);
      if (digests != null) {
        query.setArray(1, connection.createArrayOf("text", digests.toArray()));
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          add(
              rows.getString(1),
              rows.getString(2),
              new Candle(
                  rows.getLong(3),
                  rows.getDouble(4),
                  rows.getDouble(5),
                  rows.getDouble(6),
                  rows.getDouble(7),
                  rows.getDouble(8)));
        }
      }
    }
  }

  /**
   * A window as it was.
   *
   * @param from open time of its first candle
   * @param count how many it had
   * @param digests of the last candle of each block, oldest first
   * @throws IllegalStateException when the journal does not hold it whole
   */
  Candles window(String symbol, Interval interval, long from, int count, List<String> digests) {
    List<CandleChain.Part> parts = new ArrayList<>(digests.size());
    int found = 0;
    for (String digest : digests) {
      Place last = places.get(digest);
      if (last == null) {
        throw missing(symbol, interval, digest);
      }
      int end = last.index() + 1;
      int first = last.chain().firstFrom(from, end);
      parts.add(new CandleChain.Part(last.chain(), first, end));
      found += end - first;
    }
    if (found != count) {
      throw missing(symbol, interval, digests.toString());
    }
    return CandleChain.window(symbol, interval, parts);
  }

  private static IllegalStateException missing(String symbol, Interval interval, String what) {
    return new IllegalStateException(
        "the journal does not hold the candles of " + symbol + " " + interval + " of " + what);
  }

  /** A candle follows the one whose digest its own covers, which may have had another after it. */
  private void add(String digest, String previous, Candle candle) {
    Place before = previous.isEmpty() ? null : places.get(previous);
    CandleChain chain;
    if (before == null) {
      chain = CandleChain.empty();
    } else if (before.index() + 1 == before.chain().size()) {
      chain = before.chain();
    } else {
      chain = before.chain().fork(before.index() + 1);
    }
    chain.add(candle);
    places.put(digest, new Place(chain, chain.size() - 1));
  }
}
