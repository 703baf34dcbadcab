package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.executor.journal.AccountEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * What the journal knows of a deployment from its first day on, for reports: its account's entries,
 * its decisions, and the prices they were made on. Nothing reads it to decide. Thread-safe; throws
 * {@link org.jdbi.v3.core.JdbiException} when the database is gone.
 */
public final class RunViews {
  private final Jdbi jdbi;

  /** Of one database. */
  public RunViews(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * A decision, as a report needs it.
   *
   * @param acts whether it wanted something
   * @param verdict {@code under_way} while its orders are
   * @param series what it kept for charts
   */
  public record Decided(
      String id,
      Instant asOf,
      boolean acts,
      String reason,
      String verdict,
      Map<String, Double> series) {}

  /**
   * What a price was.
   *
   * @param at timeline instant: a mark's own, a candle's close
   */
  public record PricePoint(
      String symbol, Instant at, double open, double high, double low, double close) {}

  /**
   * What decided last.
   *
   * @param parameterDigest of the parameters in force
   */
  public record Decider(String jarDigest, String parameterDigest, String apiVersion) {}

  /** Everything the account is folded from, in order. */
  public List<AccountEntry> entries(UUID deployment) {
    return jdbi.withHandle(handle -> {
      try {
        return AccountEntries.all(handle.getConnection(), deployment);
      } catch (SQLException e) {
        throw new org.jdbi.v3.core.ConnectionException(e);
      }
    });
  }

  /** Its decisions that recorded or wanted something or failed, in order; noops are counted. */
  public List<Decided> decisions(UUID deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select d.id, d.as_of, d.reasons, d.series, d.error,
                  coalesce(d.verdict, 'under_way') as verdict
                from decision_snapshots d where d.deployment_id = :deployment
                order by d.as_of, d.seq
                """)
            .bind("deployment", deployment)
            .map((row, _) -> decided(row))
            .list());
  }

  private static Decided decided(ResultSet row) throws SQLException {
    String verdict = row.getString("verdict");
    List<String> reasons = new ArrayList<>();
    Json.read(row.getString("reasons")).forEach(each -> reasons.add(each.asString()));
    String error = row.getString("error");
    Map<String, Double> series = new LinkedHashMap<>();
    Json.read(row.getString("series"))
        .properties()
        .forEach(each -> {
          if (each.getValue().isNumber()) {
            series.put(each.getKey(), each.getValue().doubleValue());
          }
        });
    return new Decided(
        row.getString("id"),
        DecisionViews.instant(row, "as_of"),
        !verdict.equals("noop") && !verdict.equals("skipped"),
        error == null ? String.join("; ", reasons) : error.lines().findFirst().orElse(""),
        verdict,
        series);
  }

  /**
   * The prices it decided on, in order of time: the mark prices it read, and of each symbol the
   * shortest candles that decisions of this database have read.
   */
  public List<PricePoint> prices(UUID deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                with reads as (
                  select r, d.as_of from decision_snapshots d, jsonb_array_elements(d.reads) r
                  where d.deployment_id = :deployment and r ->> 'k' in ('mark', 'candles')
                ), span as (
                  select r ->> 'symbol' as symbol, min(as_of) as first, max(as_of) as last
                  from reads group by 1
                ), shortest as (
                  select symbol, min(interval_ms) as interval_ms from series_points group by 1
                ), candles as (
                  select distinct on (p.symbol, p.open_time) p.symbol,
                    p.open_time + p.interval_ms * interval '1 millisecond' as at,
                    p.open, p.high, p.low, p.close
                  from span s join shortest using (symbol)
                  join series_points p using (symbol, interval_ms)
                  where p.open_time + p.interval_ms * interval '1 millisecond'
                    between s.first and s.last
                ), marks as (
                  select r ->> 'symbol' as symbol, as_of as at, (r ->> 'price')::float8 as price
                  from reads where r ->> 'k' = 'mark'
                )
                select * from candles
                union all select symbol, at, price, price, price, price from marks
                order by at, symbol
                """)
            .bind("deployment", deployment)
            .map((row, _) ->
                new PricePoint(
                    row.getString("symbol"),
                    DecisionViews.instant(row, "at"),
                    row.getDouble("open"),
                    row.getDouble("high"),
                    row.getDouble("low"),
                    row.getDouble("close")))
            .list());
  }

  /** What decided last; empty when nothing did. */
  public Optional<Decider> decider(UUID deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select jar_digest, parameter_digest, api_version from decision_snapshots
                where deployment_id = :deployment and jar_digest <> ''
                order by tick_at desc, seq desc limit 1
                """)
            .bind("deployment", deployment)
            .map((row, _) ->
                new Decider(
                    row.getString("jar_digest"),
                    row.getString("parameter_digest"),
                    row.getString("api_version")))
            .findFirst());
  }
}
