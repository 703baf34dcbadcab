package dev.orrery.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A database in which somebody, A, has a row in every table there is, whatever tables there are,
 * and somebody else, B, has a deployment. A's texts can be told by {@link #MARK}.
 */
public final class TwoTenants {
  static final String MARK = "of-a";

  /** What a column must be, where its type does not say it. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("agent_commands.kind", "'pause'"),
          Map.entry("agent_logs.level", "'info'"),
          Map.entry("api_tokens.digest", "encode(sha256('of-a'), 'hex')"),
          Map.entry("api_tokens.role", "'user'"),
          Map.entry("artifacts.bytes", "'of-a'"),
          Map.entry("artifacts.digest", "encode(sha256('of-a'), 'hex')"),
          Map.entry("monthly_costs.month", "date_trunc('month', now() at time zone 'utc')"),
          Map.entry("runner_roles.role_name", "'orrery_runner_' || md5('of-a')"),
          Map.entry("decision_snapshots.verdict", "'noop'"),
          Map.entry("operator_latches.name", "'another'"));

  final UUID userA = UUID.randomUUID();
  final UUID userB = UUID.randomUUID();
  final UUID deploymentA = UUID.randomUUID();
  final UUID deploymentB = UUID.randomUUID();
  final UUID agentA = UUID.randomUUID();
  private final UUID walletA = UUID.randomUUID();
  private final UUID skillA = UUID.randomUUID();
  private final UUID skillB = UUID.randomUUID();
  private final Database database;

  /** Fills a migrated one. */
  public TwoTenants(Database database) {
    this.database = database;
    database
        .jdbi()
        .useTransaction(handle -> {
          owner(handle, userA, MARK, skillA);
          owner(handle, userB, "of-b", skillB);
          handle.execute(
              "insert into hyperliquid_master_wallets (id, user_id, address) values (?, ?, ?)",
              walletA,
              userA,
              "0x" + "a".repeat(40));
          handle.execute(
              """
              insert into hyperliquid_agents
                (id, user_id, master_wallet_id, agent_address, agent_name, vault_key_id)
              select ?, ?, ?, 'of-a', 'of-a', create_hyperliquid_agent_secret('of-a', 'of-a')
              """,
              agentA,
              userA,
              walletA);
          deployment(handle, deploymentA, userA, skillA, "hyperliquid-mainnet", agentA);
          deployment(handle, deploymentB, userB, skillB, "paper", null);
          for (String table : tables(handle)) {
            fill(handle, table);
          }
          handle.execute("update deployment_leases set resource = 'deployment:' || ?", deploymentA);
          handle.execute("update market_cursors set feed = ? || ' feed'", deploymentA);
        });
  }

  private static void owner(Handle handle, UUID user, String name, UUID skill) {
    handle.execute("insert into users (id, name) values (?, ?)", user, name);
    handle.execute(
        "insert into skills (id, user_id, name, slug) values (?, ?, ?, ?)",
        skill,
        user,
        name,
        name);
    handle.execute(
        "insert into skill_versions (skill_id, version, payload) values (?, 1,"
            + " jsonb_build_object('risk', '{}'::jsonb, 'jar', encode(sha256(?::bytea), 'hex')))",
        skill,
        name);
  }

  private static void deployment(
      Handle handle, UUID id, UUID user, UUID skill, String broker, @Nullable UUID agent) {
    handle.execute(
        """
        insert into deployments (id, user_id, skill_id, skill_version, strategy, vault, broker_kind,
          hyperliquid_agent_id, status) values (?, ?, ?, 1, 'of-a', 'of-a', ?, ?, 'running')
        """,
        id,
        user,
        skill,
        broker,
        agent);
  }

  /** All there are, partitions left to their parents. */
  List<String> tables() {
    return database.jdbi().withHandle(TwoTenants::tables);
  }

  /** The same. */
  public static List<String> tables(Handle handle) {
    return handle
        .createQuery(
            """
            select n.nspname || '.' || c.relname from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and not c.relispartition
              and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
            order by 1
            """)
        .mapTo(String.class)
        .list();
  }

  /** A row of A's in a table that has none, whatever its columns are. */
  private void fill(Handle handle, String table) {
    if (handle
            .createQuery("select exists (select from " + table + " where true)")
            .mapTo(Boolean.class)
            .one()
        && !table.endsWith(".operator_latches")) {
      return;
    }
    Map<String, String> values = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select column_name as name, data_type as type from information_schema.columns
            where table_schema || '.' || table_name = :table and is_identity = 'NO'
              and (is_nullable = 'NO' and column_default is null
                or column_name in ('deployment_id', 'user_id'))
            order by ordinal_position
            """)
        .bind("table", table)
        .map((row, _) -> List.of(row.getString("name"), row.getString("type")))
        .forEach(column ->
            values.put(column.getFirst(), value(table, column.getFirst(), column.get(1))));
    List<String> names = new ArrayList<>(values.keySet());
    handle.execute(
        "insert into "
            + table
            + (names.isEmpty()
                ? " default values"
                : names.stream().collect(Collectors.joining(", ", " (", ")"))
                    + names.stream()
                        .map(values::get)
                        .collect(Collectors.joining(", ", " values (", ")"))));
  }

  private String value(String table, String column, String type) {
    String fixed = FIXED.get(table.substring(table.indexOf('.') + 1) + "." + column);
    if (fixed != null) {
      return fixed;
    }
    return switch (column) {
      case "deployment_id" -> "'" + deploymentA + "'";
      case "user_id" -> "'" + userA + "'";
      case "skill_id" -> "'" + skillA + "'";
      case "master_wallet_id" -> "'" + walletA + "'";
      default ->
          switch (type) {
            case "text" -> "'" + MARK + "'";
            case "uuid" -> "gen_random_uuid()";
            case "jsonb" -> "'{}'";
            case "boolean" -> "true";
            case "bytea" -> "'" + MARK + "'";
            case "date" -> "current_date";
            case "timestamp with time zone" -> "now()";
            default -> "1";
          };
    };
  }
}
