package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What somebody else's runner, and what is done for somebody else, can see of A: in every table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WallsTest {
  /** Prices, events of the world, the latch for everything, the schema's history: nobody's. */
  private static final Set<String> SHARED =
      Set.of(
          "public.series_points",
          "public.trading_events",
          "public.operator_latches",
          "public.flyway_schema_history");

  private final Database database = TestDatabase.fresh();
  private final TwoTenants tenants = new TwoTenants(database);
  private final RunnerRoles roles = new RunnerRoles(database, Secret.of("k".repeat(32)));
  private final RunnerRoles.Login login = roles.credentials(tenants.deploymentB);
  private final Database runner =
      Database.open(database.settings().withLogin(login.user(), login.password()));

  @AfterAll
  void close() {
    runner.close();
    roles.end(tenants.deploymentB);
    database.close();
  }

  @Test
  void standInADatabaseWhoseOwnerMayMakeRoles() {
    assertThat(new Walls(database).stand()).isTrue();
  }

  @Test
  void aRunnerSeesAndChangesNothingOfAnother() {
    assertNothing(work -> work.apply(runner.jdbi()));
  }

  @Test
  void whatIsDoneForAUserSeesAndChangesNothingOfAnother() {
    assertNothing(work -> UserWall.behind(tenants.userB, () -> work.apply(database.jdbi())));
  }

  /** What is done for somebody on a connection, and gone again. */
  private interface Party {
    Optional<String> does(Function<Jdbi, Optional<String>> work);
  }

  private void assertNothing(Party party) {
    List<String> tables = tenants.tables();
    assertThat(tables).hasSizeGreaterThan(30);
    List<String> before = everything(tables);
    List<String> seen = new ArrayList<>();
    for (String table : tables) {
      assertThat(number(database.jdbi(), "select count(*) from " + table))
          .as("rows of A in %s", table)
          .isPositive();
      if (!SHARED.contains(table)) {
        party
            .does(jdbi -> attempt(jdbi, handle -> seesA(handle, table)))
            .ifPresent(what -> seen.add(table + " shows " + what));
      }
      for (String change : changes(table)) {
        party.does(jdbi -> attempt(jdbi, handle -> changed(handle, change))).ifPresent(seen::add);
      }
    }
    assertThat(seen).isEmpty();
    assertThat(everything(tables)).isEqualTo(before);
  }

  /** Empty where it was refused. */
  private static Optional<String> attempt(Jdbi jdbi, Function<Handle, Optional<String>> work) {
    try {
      return jdbi.inTransaction(handle -> {
        Optional<String> seen = work.apply(handle);
        handle.rollback();
        return seen;
      });
    } catch (JdbiException e) {
      assertThat(e.getCause())
          .as(e.getMessage())
          .isInstanceOfSatisfying(
              SQLException.class, cause -> assertThat(cause.getSQLState()).isEqualTo("42501"));
      return Optional.empty();
    }
  }

  private Optional<String> seesA(Handle handle, String table) {
    return handle
        .createQuery("select to_jsonb(t)::text from " + table + " t")
        .mapTo(String.class)
        .stream()
        .filter(row ->
            row.contains(tenants.deploymentA.toString())
                || row.contains(tenants.userA.toString())
                || (row.contains(TwoTenants.MARK) && !row.contains(tenants.deploymentB.toString())))
        .findFirst();
  }

  private static Optional<String> changed(Handle handle, String change) {
    int rows = handle.execute(change);
    return rows > 0 ? Optional.of(change + " changed " + rows) : Optional.empty();
  }

  /** All rows at once, and A's by name: where a column says whose a row is. */
  private List<String> changes(String table) {
    List<String> changes = new ArrayList<>();
    List<String> columns = columns(table);
    String anothers =
        columns.contains("deployment_id")
            ? " where deployment_id = '" + tenants.deploymentA + "'"
            : columns.contains("user_id") ? " where user_id = '" + tenants.userA + "'" : "";
    String own =
        table.equals("public.deployments") ? " where id <> '" + tenants.deploymentB + "'" : "";
    String which = anothers.isEmpty() ? own : anothers;
    boolean mayHaveOwn = anothers.isEmpty() && table.matches("public\\.(skills|users)");
    if (!mayHaveOwn) {
      columns.forEach(
          column -> changes.add("update " + table + " set " + column + " = " + column + which));
      changes.add("delete from " + table + which);
    }
    if (!anothers.isEmpty()) {
      changes.add(
          "insert into "
              + table
              + " overriding system value select * from jsonb_populate_record(null::"
              + table
              + ", jsonb_build_object('deployment_id', '"
              + tenants.deploymentA
              + "', 'user_id', '"
              + tenants.userA
              + "'))");
    }
    return changes;
  }

  private List<String> columns(String table) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select column_name from information_schema.columns
                    where table_schema || '.' || table_name = :table and is_identity = 'NO'
                    """)
                .bind("table", table)
                .mapTo(String.class)
                .list());
  }

  private List<String> everything(List<String> tables) {
    return database
        .jdbi()
        .withHandle(handle ->
            tables.stream()
                .map(table ->
                    table
                        + handle
                            .createQuery(
                                "select string_agg(to_jsonb(t)::text, '|' order by"
                                    + " to_jsonb(t)::text) from "
                                    + table
                                    + " t")
                            .mapTo(String.class)
                            .one())
                .toList());
  }

  @Test
  void aRunnerCannotBecomeAnother() {
    RunnerRoles.Login other = roles.credentials(tenants.deploymentA);
    assertThat(other.user()).doesNotContain(tenants.deploymentA.toString().replace("-", ""));
    Jdbi jdbi = runner.jdbi();
    for (String attempt :
        List.of(
            "set role " + other.user(),
            "set role " + Walls.MEMBER,
            "set session authorization " + other.user(),
            "alter role " + login.user() + " superuser",
            "grant " + other.user() + " to " + login.user(),
            "insert into runner_roles (role_name, deployment_id) values ('"
                + login.user()
                + "', '"
                + tenants.deploymentA
                + "')",
            "select orrery_raise_walls()",
            "select create_hyperliquid_agent_secret('x', 'y')",
            "select * from vault.decrypted_secrets")) {
      assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(attempt)))
          .as(attempt)
          .rootCause()
          .extracting(cause -> ((SQLException) cause).getSQLState())
          .isEqualTo("42501");
    }
    jdbi.useHandle(handle -> {
      handle.execute("set orrery.user_id = '" + tenants.userA + "'");
      handle.execute("set row_security = off");
      assertThatThrownBy(
              () -> handle.createQuery("select id from deployments").mapTo(UUID.class).list())
          .hasMessageContaining("row-level security");
      handle.execute("reset row_security");
      handle.execute("set role " + Walls.RUNNER);
      assertThat(handle.createQuery("select id from deployments").mapTo(UUID.class).list())
          .containsExactly(tenants.deploymentB);
    });
  }

  @Test
  void aRunnerInfersNothingFromWhatIsRefused() {
    String firing =
        "insert into firings (id, deployment_id, strategy, trigger, scheduled_at, tick_at)"
            + " values ('of-a', ?, 's', 't', now(), now())";
    runner
        .jdbi()
        .useTransaction(handle -> {
          assertThat(handle.execute(firing + " on conflict do nothing", tenants.deploymentB))
              .isOne();
          handle.rollback();
        });
    runner
        .jdbi()
        .useHandle(handle -> {
          assertThat(
                  handle
                      .createQuery("select orrery_month_to_date(:id)")
                      .bind("id", tenants.deploymentA)
                      .mapTo(Integer.class)
                      .one())
              .isZero();
          assertThat(
                  handle
                      .select("select get_hyperliquid_agent_secret(?)", tenants.agentA)
                      .mapTo(String.class)
                      .findOne())
              .isEmpty();
          assertThat(
                  handle
                      .createQuery(
                          "select query from pg_stat_activity where usename <> current_user"
                              + " and query not in ('<insufficient privilege>', '')")
                      .mapTo(String.class)
                      .list())
              .isEmpty();
        });
    assertThat(
            number(
                database.jdbi(),
                "select count(*) from vault.secret_reads where refusal is not null"))
        .isPositive();
  }

  @Test
  void aRunnerGetsTheKeyOfItsOwnAgentWhileItHoldsTheLease() {
    RunnerRoles.Login other = roles.credentials(tenants.deploymentA);
    String ask = "select get_hyperliquid_agent_secret('" + tenants.agentA + "')";
    try (Database own =
        Database.open(database.settings().withLogin(other.user(), other.password()))) {
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute(
                  "update deployment_leases set expires_at = now() - interval '1 second'"));
      assertThat(text(own.jdbi(), ask)).isEmpty();
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute(
                  "update deployment_leases set expires_at = now() + interval '1 hour'"));
      assertThat(text(own.jdbi(), ask)).contains("of-a");
      database
          .jdbi()
          .useHandle(handle -> handle.execute("update hyperliquid_agents set revoked_at = now()"));
      assertThat(text(own.jdbi(), ask)).isEmpty();
      database
          .jdbi()
          .useHandle(handle -> handle.execute("update hyperliquid_agents set revoked_at = null"));
    }
  }

  @Test
  void aLoginIsTheSameForALaunchAndAnotherForTheNext() {
    UUID id = tenants.deploymentA;
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "update deployments set launch_id = gen_random_uuid() where id = ?", id));
    RunnerRoles.Login first = roles.credentials(id);
    assertThat(roles.credentials(id).password().reveal()).isEqualTo(first.password().reveal());
    Database.open(database.settings().withLogin(first.user(), first.password())).close();
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "update deployments set launch_id = gen_random_uuid() where id = ?", id));
    RunnerRoles.Login next = roles.credentials(id);
    assertThat(next.user()).isEqualTo(first.user());
    assertThatThrownBy(
            () -> Database.open(database.settings().withLogin(first.user(), first.password())))
        .hasMessageContaining("password authentication failed");
    try (Database connected =
            Database.open(database.settings().withLogin(next.user(), next.password()));
        Connection open = connected.connect("its own")) {
      assertThat(roles.end(id)).isTrue();
      assertThat(Deadline.in(Duration.ofSeconds(30)).await(() -> isEnded(open))).isTrue();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    assertThat(roles.end(id)).isFalse();
    assertThat(
            number(
                database.jdbi(),
                "select count(*) from pg_roles where rolname = '" + first.user() + "'"))
        .isZero();
  }

  @Test
  void aWallIsTakenDownWhenItsConnectionGoesBack() {
    UUID seen =
        UserWall.behind(
            tenants.userB,
            () -> {
              assertThat(
                      UserWall.outside(() -> number(database.jdbi(), "select count(*) from users")))
                  .isGreaterThan(2);
              return UUID.fromString(
                  text(database.jdbi(), "select id::text from users").orElseThrow());
            });
    assertThat(seen).isEqualTo(tenants.userB);
    for (int again = 0; again < 10; again++) {
      assertThat(number(database.jdbi(), "select count(*) from users")).isGreaterThan(2);
    }
  }

  private static boolean isEnded(Connection connection) {
    try {
      return !connection.isValid(1);
    } catch (SQLException e) {
      return true;
    }
  }

  private static long number(Jdbi jdbi, String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static Optional<String> text(Jdbi jdbi, String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(String.class).findOne());
  }
}
