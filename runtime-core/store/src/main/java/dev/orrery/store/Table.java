package dev.orrery.store;

import java.util.Locale;

/**
 * The tables the journal writes, in the order it writes them. What is only ever added has a unique
 * key by construction and may go in by COPY; of the others only the last row of a key counts.
 */
enum Table {
  ACCOUNT_JOURNAL(Way.ADD, 2, "deployment_id, seq, kind, body, as_of"),
  ORDER_INTENTS(
      Way.ADD,
      2,
      "deployment_id, cloid, seq, strategy, origin, symbol, side, size_base, terms, reduce_only,"
          + " entry_cloid, label, epoch, valid_until, as_of"),
  ORDER_EVENTS(Way.ADD, 2, "deployment_id, seq, cloid, kind, detail, as_of"),
  FILLS(
      Way.ADD,
      2,
      "deployment_id, fill_id, seq, cloid, symbol, side, price, size_base, fee_usd, maker,"
          + " liquidation, as_of"),
  FUNDING_PAYMENTS(
      Way.ADD,
      2,
      "deployment_id, payment_id, seq, symbol, amount_usd, hourly_rate, size_base, as_of"),
  FIRINGS(
      Way.ADD,
      1,
      "id, deployment_id, strategy, trigger, scheduled_at, origin, source_event_id, tick_at"),
  DECISION_SNAPSHOTS(
      Way.ADD,
      1,
      "id, deployment_id, seq, strategy, vault, firing_id, trigger, scheduled_at, origin, payload,"
          + " tick_at, as_of, verdict, reasons, proposed_action, engine_result, prompt_tokens,"
          + " completion_tokens, cost_usd, latency_us, error, jar_digest, parameter_digest,"
          + " api_version, reads, series, overran"),
  AGENT_LOGS(Way.ADD, 0, "deployment_id, ts, level, event, message, data"),
  /** Bytes by digest: the parameters that decisions were made with. */
  ARTIFACTS(Way.ADD_IF_NEW, 1, "digest, kind, name, bytes"),
  SERIES_POINTS(
      Way.ADD_IF_NEW,
      1,
      "digest, previous, symbol, interval_ms, open_time, open, high, low, close, volume"),
  STRATEGY_STATE(Way.LAST, 3, "deployment_id, strategy, key, value, seq, as_of"),
  SCHEDULE_MARKS(Way.LATEST, 3, "deployment_id, strategy, trigger, scheduled_at"),
  MARKET_CURSORS(Way.LAST, 1, "feed, position, as_of"),
  AGENT_STATE(
      Way.LAST,
      1,
      "deployment_id, equity_usd, day_pnl, positions, open_orders, health, as_of, updated_at"),
  MONTHLY_COSTS(
      Way.SUM, 2, "deployment_id, month, decisions, prompt_tokens, completion_tokens, cost_usd"),
  /** No table: what settles rows of DECISION_SNAPSHOTS that are there. */
  SETTLEMENTS(Way.LAST, 1, "id, verdict, result");

  /** What becomes of rows with the same key. */
  enum Way {
    /** There are none; if there are, after a crash, the first stays. */
    ADD,
    /** They are the same. */
    ADD_IF_NEW,
    /** The last row counts. */
    LAST,
    /** The last column is an instant, the later one counts. */
    LATEST,
    /** The columns after the key are numbers to add up. */
    SUM
  }

  private final Way way;
  private final int keyColumns;
  private final String columns;
  private final int width;

  Table(Way way, int keyColumns, String columns) {
    this.way = way;
    this.keyColumns = keyColumns;
    this.columns = columns;
    this.width = columns.split(", ").length;
  }

  Way way() {
    return way;
  }

  /** How many columns at the front are the key; 0 where the database makes one. */
  int keyColumns() {
    return keyColumns;
  }

  /** Names of the columns written, for SQL. */
  String columns() {
    return columns;
  }

  /** How many columns there are. */
  int width() {
    return width;
  }

  String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
