package dev.orrery.benchmark;

import dev.orrery.control.job.HeartbeatTable;
import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.database.Retention;
import dev.orrery.database.UserWall;
import dev.orrery.deployment.DeploymentViewTable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * A thousand deployments of one user and twenty thousand of others that have stopped, heartbeats,
 * and a million log lines, in an embedded PostgreSQL with fsync: what the sweep and a user's list
 * take. Each sweep finds ten that are silent and marks them.
 */
public final class ThousandDeployments {
  private static final int DEPLOYMENTS = 1_000;
  private static final int STOPPED = 5_000;
  private static final int LINES = 200_000;
  private static final int WARM = 40;
  private static final int COUNTED = 300;
  private static final int SWEEPS = 100;
  private static final int SILENT = 10;
  private static final int PAGE = 51;

  private static final UUID USER = new UUID(7, 7);

  private final Database database;
  private final Figures figures = new Figures("deployments");

  private ThousandDeployments(Database database) {
    this.database = database;
  }

  /** Measures; no arguments. */
  public static void main(String[] args) {
    try (Workspace workspace = new Workspace();
        Database database =
            Database.openEmbedded(EmbeddedServer.Settings.in(workspace.path("data")))) {
      database.migrate();
      new Retention(database, Retention.Settings.DEFAULT).prepare(Instant.now());
      ThousandDeployments benchmark = new ThousandDeployments(database);
      database.jdbi().useTransaction(ThousandDeployments::fill);
      database.jdbi().useHandle(handle -> handle.execute("analyze"));
      benchmark.sweeps();
      benchmark.lists();
    }
  }

  private static void fill(Handle handle) {
    handle.execute("insert into users (id, name) values (?, 'watched')", USER);
    handle.execute(
        """
        insert into skills (id, user_id, name, slug)
        select gen_random_uuid(), u.id, 'skill ' || n, 'skill-' || n
        from users u, generate_series(1, %d) n
        """
            .formatted(DEPLOYMENTS));
    handle.execute(
        "insert into skill_versions (skill_id, version, payload)"
            + " select id, 1, '{\"risk\": {}}' from skills");
    handle.execute(
        """
        insert into deployments (user_id, skill_id, skill_version, strategy, vault, broker_kind,
          status, started_at, created_at, machine_id)
        select user_id, id, 1, slug, 'paper', 'paper', 'running', now() - interval '1 day',
          now() - (1 + random()) * interval '1 day', slug
        from skills where user_id = ?
        """,
        USER);
    handle.execute(
        """
        insert into deployments (user_id, skill_id, skill_version, strategy, vault, broker_kind,
          status, created_at)
        select s.user_id, s.id, 1, s.slug, 'paper', 'paper', 'stopped', now() - n * interval '1 day'
        from skills s, generate_series(1, %d) n where s.user_id <> ?
        """
            .formatted(STOPPED / DEPLOYMENTS),
        USER);
    handle.execute(
        """
        insert into agent_state (deployment_id, equity_usd, positions, updated_at)
        select id, 10000, '[{"symbol": "BTC", "size": "0.5"}]', now() from deployments
        """);
    handle.execute(
        """
        insert into agent_logs (deployment_id, level, event, message, ts)
        select d.id, 'info', 'tick', 'ticked', now() - n * interval '10 seconds'
        from deployments d, generate_series(1, %d) n where d.user_id = ?
        """
            .formatted(LINES / DEPLOYMENTS),
        USER);
  }

  private void sweeps() {
    HeartbeatTable sweep = new HeartbeatTable(database);
    long[] nanos = new long[SWEEPS];
    int marked = 0;
    for (int i = 0; i < WARM + SWEEPS; i++) {
      silence();
      long begun = System.nanoTime();
      HeartbeatTable.Swept swept = sweep.sweep();
      long took = System.nanoTime() - begun;
      if (swept.checked() != DEPLOYMENTS || swept.marked() != SILENT) {
        throw new IllegalStateException("swept " + swept);
      }
      if (i >= WARM) {
        nanos[i - WARM] = took;
        marked += swept.marked();
      }
    }
    Percentiles took = new Percentiles(nanos);
    figures.atMost("sweep of 1,000, 10 of them silent, p99", took.millis(99), "ms", 200);
    figures.plain("  p50", took.millis(50), "ms");
    figures.plain("  marked", marked, "rows");
  }

  /** All run and beat, but ten. */
  private void silence() {
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              "update deployments set status = 'running', error_text = null where status = 'error'");
          handle.execute("update agent_state set updated_at = now()");
          handle.execute(
              """
              update agent_state set updated_at = now() - interval '1 hour' where deployment_id in
                (select id from deployments where user_id = ? order by random() limit ?)
              """,
              USER,
              SILENT);
        });
  }

  private void lists() {
    DeploymentViewTable views = new DeploymentViewTable(database);
    Percentiles page = measured(() -> views.page(USER, null, PAGE), PAGE);
    figures.atMost("a page of 50 of a user's list, p99", page.millis(99), "ms", 20);
    figures.plain("  p50", page.millis(50), "ms");
    List<DeploymentViewTable.View> first = views.page(USER, null, DEPLOYMENTS / 2);
    UUID middle = first.getLast().id();
    Percentiles deep = measured(() -> views.page(USER, middle, PAGE), PAGE);
    figures.atMost("  from the middle of it, p99", deep.millis(99), "ms", 20);
    Percentiles walled =
        measured(() -> UserWall.behind(USER, () -> views.page(USER, null, PAGE)), PAGE);
    figures.atMost("  behind the wall of its user, p99", walled.millis(99), "ms", 20);
    figures.plain("  behind the wall, p50", walled.millis(50), "ms");
    Percentiles all = measured(() -> views.list(USER), DEPLOYMENTS);
    figures.atMost("all 1,000 of it, p99", all.millis(99), "ms", 20);
    figures.plain("  p50", all.millis(50), "ms");
  }

  /** What is listed, so that the compiler cannot leave it out. */
  private interface Listing {
    List<DeploymentViewTable.View> rows();
  }

  private static Percentiles measured(Listing listing, int expected) {
    long[] nanos = new long[COUNTED];
    for (int i = 0; i < WARM + COUNTED; i++) {
      long begun = System.nanoTime();
      int found = listing.rows().size();
      if (i >= WARM) {
        nanos[i - WARM] = System.nanoTime() - begun;
      }
      if (found != expected) {
        throw new IllegalStateException("listed " + found);
      }
    }
    return new Percentiles(nanos);
  }
}
