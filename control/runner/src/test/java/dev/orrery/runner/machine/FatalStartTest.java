package dev.orrery.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FatalStartTest {
  private static final UUID LOCAL = new UUID(0, 1);

  private final Database database = TestDatabase.fresh();
  private final UUID deployment = UUID.randomUUID();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aConnectionThatBreaksWhileItStartsDoesNotFailTheDeployment() {
    assertThat(statusAfter(new ConnectionException(ended("57P01")))).startsWith("running ");
    assertThat(statusAfter(new ConnectionException(ended("08006")))).startsWith("running ");
    assertThat(
            statusAfter(
                new ConnectionException(new SQLTransientConnectionException("no connection"))))
        .startsWith("running ");
  }

  @Test
  void aStatementThatIsRefusedDoes() {
    assertThat(statusAfter(new ConnectionException(ended("42501")))).startsWith("error ");
    assertThat(statusAfter(new IllegalStateException("a mistake of ours"))).startsWith("error ");
  }

  private static SQLException ended(String state) {
    return new SQLException("terminating connection", state);
  }

  private String statusAfter(RuntimeException failure) {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("delete from deployments");
          handle.execute(
              """
              insert into skills (id, user_id, name, slug) values (?, ?, 'a', 'a')
              on conflict do nothing
              """,
              LOCAL,
              LOCAL);
          handle.execute(
              """
              insert into skill_versions (skill_id, version, payload) values (?, 1, '{"risk": {}}')
              on conflict do nothing
              """,
              LOCAL);
          handle.execute(
              """
              insert into deployments
                (id, user_id, skill_id, skill_version, strategy, vault, broker_kind, status)
              values (?, ?, ?, 1, 'a', 'paper-1', 'paper', 'running')
              """,
              deployment,
              LOCAL,
              LOCAL);
        });
    FatalStart start = new FatalStart(deployment);
    start.reached(new MachineTable(database));
    start.write(failure);
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select status || ' ' || error_text from deployments")
                .mapTo(String.class)
                .one());
  }
}
