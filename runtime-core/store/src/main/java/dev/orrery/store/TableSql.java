package dev.orrery.store;

/** What stands before and after the values of a table's rows. */
final class TableSql {
  private static final String NEW_ONLY = " on conflict do nothing";

  private TableSql() {}

  static String begin(Table table) {
    return switch (table) {
      case AGENT_STATE ->
          """
          insert into agent_state (deployment_id, equity_usd, day_pnl, positions, open_orders,
            health, as_of, updated_at)
          select d.id, v.equity_usd::numeric, v.day_pnl::numeric, v.positions::jsonb,
            v.open_orders::jsonb, v.health, v.as_of::timestamptz, v.updated_at::timestamptz
          from (values
          """;
      case SETTLEMENTS ->
          """
          update decision_snapshots d
          set verdict = v.verdict, engine_result = d.engine_result || v.result::jsonb
          from (values
          """;
      default -> "insert into %s (%s) values\n".formatted(table.sqlName(), table.columns());
    };
  }

  static String end(Table table, boolean lenient) {
    return switch (table) {
      case ACCOUNT_JOURNAL,
          ORDER_INTENTS,
          ORDER_EVENTS,
          FILLS,
          FUNDING_PAYMENTS,
          FIRINGS,
          DECISION_SNAPSHOTS ->
          lenient ? NEW_ONLY : "";
      case AGENT_LOGS -> "";
      case ARTIFACTS, SERIES_POINTS -> NEW_ONLY;
      case STRATEGY_STATE ->
          """

          on conflict (deployment_id, strategy, key) do update
          set value = excluded.value, seq = excluded.seq, as_of = excluded.as_of,
            updated_at = now()\
          """;
      case SCHEDULE_MARKS ->
          """

          on conflict (deployment_id, strategy, trigger) do update
          set scheduled_at = excluded.scheduled_at
          where schedule_marks.scheduled_at < excluded.scheduled_at\
          """;
      case MARKET_CURSORS ->
          """

          on conflict (feed) do update
          set position = excluded.position, as_of = excluded.as_of, updated_at = now()\
          """;
      // A deployment without a row has no portfolio to show.
      case AGENT_STATE ->
          """
          ) v(deployment_id, equity_usd, day_pnl, positions, open_orders, health, as_of, updated_at)
          join deployments d on d.id = v.deployment_id::uuid
          on conflict (deployment_id) do update
          set equity_usd = excluded.equity_usd, day_pnl = excluded.day_pnl,
            positions = excluded.positions, open_orders = excluded.open_orders,
            health = excluded.health, as_of = excluded.as_of, updated_at = excluded.updated_at\
          """;
      case MONTHLY_COSTS ->
          """

          on conflict (deployment_id, month) do update
          set decisions = monthly_costs.decisions + excluded.decisions,
            prompt_tokens = monthly_costs.prompt_tokens + excluded.prompt_tokens,
            completion_tokens = monthly_costs.completion_tokens + excluded.completion_tokens,
            cost_usd = monthly_costs.cost_usd + excluded.cost_usd\
          """;
      case SETTLEMENTS ->
          """
          ) v(id, verdict, result)
          where d.id = v.id and (d.verdict is null or d.verdict = 'unresolved')\
          """;
    };
  }
}
