package dev.orrery.store;

import dev.orrery.api.action.Action;
import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.StrategyIdentity;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import dev.orrery.trigger.TriggerKeys;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decisions as they were recorded, with everything they read: to be run again. What was read is
 * exact; candles are those that the decision saw, also where the feed has corrected them since.
 * Confined to one thread; every call is one pass over one connection.
 */
public final class RecordedDecisions {
  private static final String COLUMNS =
      """
      select d.id, d.deployment_id, d.strategy, d.vault, d.trigger,
        (extract(epoch from d.scheduled_at) * 1000)::bigint, d.origin, d.payload,
        (extract(epoch from d.tick_at) * 1000)::bigint,
        (extract(epoch from d.as_of) * 1000)::bigint, d.verdict, d.reasons, d.proposed_action,
        d.engine_result, d.error, d.jar_digest, d.parameter_digest, d.api_version, d.reads,
        d.series, d.overran, d.seq
      from decision_snapshots d
      """;
  private static final int ROWS_AT_ONCE = 2_000;

  private final Database database;

  /** Of one database. */
  public RecordedDecisions(Database database) {
    this.database = database;
  }

  /**
   * Which decisions.
   *
   * @param strategy only this one's; null for all
   * @param since first instant of the timeline; null for all
   * @param until instant of the timeline before which; null for all
   */
  public record Selection(
      @Nullable String strategy, @Nullable Instant since, @Nullable Instant until) {
    /** Every decision there is. */
    public static final Selection ALL = new Selection(null, null, null);
  }

  /** One decision; empty when there is none with this id. */
  public Optional<DecisionRecord> get(String id) {
    return read(connection -> {
      try (PreparedStatement query = connection.prepareStatement(COLUMNS + "where d.id = ?")) {
        query.setString(1, id);
        try (ResultSet rows = query.executeQuery()) {
          if (!rows.next()) {
            return Optional.empty();
          }
          RecordedCandles candles = new RecordedCandles();
          candles.load(connection, ReadsReading.digests(rows.getString(19)));
          return Optional.of(new Rows(candles, parameters(connection)).record(rows));
        }
      }
    });
  }

  /** Gives all of a selection, in the order they were made; how many. */
  public long each(Selection selection, Consumer<DecisionRecord> consumer) {
    return read(connection -> {
      RecordedCandles candles = new RecordedCandles();
      candles.load(connection, null);
      Rows reading = new Rows(candles, parameters(connection));
      try (PreparedStatement query = query(connection, selection, "d.tick_at, d.seq")) {
        query.setFetchSize(ROWS_AT_ONCE);
        try (ResultSet rows = query.executeQuery()) {
          long count = 0;
          while (rows.next()) {
            consumer.accept(reading.record(rows));
            count++;
          }
          return count;
        }
      }
    });
  }

  /** Takes decisions with the account they were judged on. */
  @FunctionalInterface
  public interface WithAccount {
    /**
     * Takes one.
     *
     * @param account as it stood then, its own orders not among its own; valid until this returns
     */
    void take(DecisionRecord decision, AccountBook account);
  }

  /**
   * Gives all of a selection, account by account in the order they were made, each with the book of
   * its account just before it: the fold of all entries that lie before it in the journal. How
   * many.
   */
  public long eachWithAccount(Selection selection, WithAccount consumer) {
    return read(connection -> {
      RecordedCandles candles = new RecordedCandles();
      candles.load(connection, null);
      Rows reading = new Rows(candles, parameters(connection));
      try (PreparedStatement query = query(connection, selection, "d.deployment_id, d.seq");
          PastAccounts accounts = new PastAccounts(connection)) {
        query.setFetchSize(ROWS_AT_ONCE);
        try (ResultSet rows = query.executeQuery()) {
          long count = 0;
          while (rows.next()) {
            DecisionRecord decision = reading.record(rows);
            consumer.take(decision, accounts.before(decision.deployment(), rows.getLong(22)));
            count++;
          }
          return count;
        }
      }
    });
  }

  /** All that was ever paid into an account. */
  public Usd deposits(String deployment) {
    return read(connection -> {
      try (PastAccounts accounts = new PastAccounts(connection)) {
        return accounts.before(deployment, Long.MAX_VALUE).state().money().deposits();
      }
    });
  }

  /** What the market was that the feed read last: for a recording symbol and digest of its data. */
  public Optional<String> market() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select feed from market_cursors order by updated_at desc limit 1")
                .mapTo(String.class)
                .findOne());
  }

  /** The names of all strategies that have decided. */
  public List<String> strategies() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select distinct strategy from schedule_marks union select distinct"
                        + " strategy from firings order by 1")
                .mapTo(String.class)
                .list());
  }

  private static PreparedStatement query(Connection connection, Selection wanted, String order)
      throws SQLException {
    StringBuilder sql = new StringBuilder(COLUMNS).append("where true");
    List<Object> values = new ArrayList<>();
    if (wanted.strategy() != null) {
      sql.append(" and d.strategy = ?");
      values.add(wanted.strategy());
    }
    if (wanted.since() != null) {
      sql.append(" and d.as_of >= ?");
      values.add(wanted.since().atOffset(ZoneOffset.UTC));
    }
    if (wanted.until() != null) {
      sql.append(" and d.as_of < ?");
      values.add(wanted.until().atOffset(ZoneOffset.UTC));
    }
    PreparedStatement query =
        connection.prepareStatement(sql.append(" order by ").append(order).toString());
    for (int i = 0; i < values.size(); i++) {
      query.setObject(i + 1, values.get(i));
    }
    return query;
  }

  private static Map<String, Kept> parameters(Connection connection) throws SQLException {
    Map<String, Kept> all = new HashMap<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "select digest, name, bytes from artifacts where kind = 'parameters'");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        all.put(
            rows.getString(1),
            new Kept(rows.getString(2), new String(rows.getBytes(3), StandardCharsets.UTF_8)));
      }
    }
    return all;
  }

  /** A transaction, because only within one rows come a few at a time. */
  private <T> T read(Reading<T> reading) {
    try (Connection connection = database.connect("orrery replay")) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      return reading.read(connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the journal cannot be read: " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(Connection connection) throws SQLException;
  }

  /**
   * Parameters that decisions were made with.
   *
   * @param strategy name within its jar
   */
  private record Kept(String strategy, String text) {}

  /** What decided under a name. */
  private record Identified(String strategy, StrategyIdentity identity) {}

  /** Makes records of rows. What many of them share is made once. */
  private static final class Rows {
    private final ReadsReading reads;
    private final ActionsReading actions = new ActionsReading();
    private final JsonSlice object = new JsonSlice();
    private final Map<String, Kept> parameters;
    private final List<BoundTrigger> triggers = new ArrayList<>();
    private final List<Identified> identities = new ArrayList<>();

    Rows(RecordedCandles candles, Map<String, Kept> parameters) {
      this.reads = new ReadsReading(candles);
      this.parameters = parameters;
    }

    DecisionRecord record(ResultSet row) throws SQLException {
      String strategy = row.getString(3);
      String proposed = row.getString(13);
      object.object(proposed, 0);
      BigDecimal size = object.decimal("sizeUsd");
      List<Action> wanted = actions.of(proposed, object.place("actions"));
      return new DecisionRecord(
          row.getString(2),
          strategy,
          row.getString(4),
          firing(row, strategy),
          row.getLong(10),
          row.getLong(9),
          verdict(row.getString(11)),
          wanted,
          ReadsReading.texts(row.getString(12), 0),
          clearances(row.getString(14)),
          size,
          row.getString(15),
          reads.of(row.getString(19)),
          series(row.getString(20)),
          0,
          0,
          0,
          BigDecimal.ZERO,
          identity(strategy, row.getString(16), row.getString(17), row.getString(18)),
          row.getBoolean(21));
    }

    private FiredTrigger firing(ResultSet row, String strategy) throws SQLException {
      BoundTrigger source = source(row.getString(2), strategy, row.getString(5));
      String origin = row.getString(7);
      return origin == null
          ? source.firing(row.getLong(6))
          : source.firing(row.getLong(6), origin, row.getString(8));
    }

    /** Of some strategies there are few triggers: looking through them is quicker than a hash. */
    private BoundTrigger source(String deployment, String strategy, String key) {
      for (BoundTrigger each : triggers) {
        if (each.key().equals(key)
            && each.strategy().equals(strategy)
            && each.deployment().equals(deployment)) {
          return each;
        }
      }
      BoundTrigger added = new BoundTrigger(deployment, strategy, TriggerKeys.parse(key));
      triggers.add(added);
      return added;
    }

    private StrategyIdentity identity(
        String strategy, String jar, String parameterDigest, String api) {
      for (Identified each : identities) {
        StrategyIdentity known = each.identity();
        if (each.strategy().equals(strategy)
            && known.jarDigest().equals(jar)
            && known.parameterDigest().equals(parameterDigest)
            && known.apiVersion().equals(api)) {
          return known;
        }
      }
      Kept kept = parameters.getOrDefault(parameterDigest, new Kept("", ""));
      StrategyIdentity added =
          new StrategyIdentity(jar, kept.strategy(), parameterDigest, kept.text(), api);
      identities.add(new Identified(strategy, added));
      return added;
    }

    private static @Nullable Verdict verdict(@Nullable String text) {
      return text == null ? null : Verdict.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private List<String> clearances(String result) {
      if (result.length() == 2) {
        return List.of();
      }
      object.object(result, 0);
      return ReadsReading.texts(result, object.place("clearances"));
    }

    private Map<String, Double> series(String json) {
      if (json.length() == 2) {
        return Map.of();
      }
      object.object(json, 0);
      Map<String, Double> series = new LinkedHashMap<>();
      for (int i = 0; i < object.size(); i++) {
        String name = object.name(i);
        String value = object.textOrNull(name);
        series.put(name, value == null ? Double.NaN : Double.parseDouble(value));
      }
      return series;
    }
  }
}
