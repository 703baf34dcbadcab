package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Owners of a database who are no superusers, as with most providers. */
final class LimitedOwnerTest {
  private final Database server = Database.open(TestDatabase.emptySettings());
  private final String owner = "owner_" + UUID.randomUUID().toString().replace("-", "");
  private final String name = "of_" + owner;

  @AfterEach
  void close() {
    execute("drop database if exists " + name + " with (force)");
    execute("drop role " + owner);
    server.close();
  }

  @Test
  void oneWhoMayMakeRolesHasWalls() {
    try (Database database = owned("createrole")) {
      execute("grant orrery_runner, orrery_member to " + owner + " with admin option");
      database.migrate();
      assertThat(new Walls(database).stand()).isTrue();
      new Walls(database).raise();
      TwoTenants tenants = new TwoTenants(database);
      List<UUID> seen = UserWall.behind(tenants.userB, () -> deployments(database));
      assertThat(seen).containsExactly(tenants.deploymentB);
      RunnerRoles roles = new RunnerRoles(database, Secret.of("k".repeat(43)));
      RunnerRoles.Login login = roles.credentials(tenants.deploymentB);
      try (Database runner =
          Database.open(database.settings().withLogin(login.user(), login.password()))) {
        assertThat(deployments(runner)).containsExactly(tenants.deploymentB);
      }
      assertThat(roles.end(tenants.deploymentB)).isTrue();
    }
  }

  @Test
  void oneWhoMayNotHasNoneAndIsToldWhoMust() {
    try (Database database = owned("nocreaterole")) {
      database.migrate();
      assertThat(new Walls(database).stand()).isFalse();
      assertThatThrownBy(() -> new Walls(database).raise())
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.REFUSED))
          .hasMessageContaining("CREATEROLE");
      TwoTenants tenants = new TwoTenants(database);
      RunnerRoles roles = new RunnerRoles(database, Secret.of("k".repeat(43)));
      assertThatThrownBy(() -> roles.credentials(tenants.deploymentB))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("orrery db roles");
    }
  }

  private static List<UUID> deployments(Database database) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select id from deployments").mapTo(UUID.class).list());
  }

  private Database owned(String right) {
    execute("create role " + owner + " login password 'owner' " + right);
    execute("grant " + owner + " to current_user");
    execute("create database " + name + " owner " + owner);
    return Database.open(
        TestDatabase.server()
            .database(name)
            .withLogin(owner, Secret.of("owner"))
            .withMaxConnections(3));
  }

  private void execute(String sql) {
    server.jdbi().useHandle(handle -> handle.execute(sql));
  }
}
