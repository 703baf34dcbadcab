package dev.orrery.cli;

import dev.orrery.config.Names;
import dev.orrery.database.Database;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.Users;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.List;
import java.util.UUID;

/** The strategies a daemon hosts or has hosted, by the names people use. */
final class Deployments {
  private final DeploymentTable table;

  Deployments(Database database) {
    this.table = new DeploymentTable(database);
  }

  /** Whose they are. */
  static UUID user() {
    return Users.LOCAL;
  }

  /** Who asks. */
  static Actor actor() {
    return Actor.owner(System.getProperty("user.name", "local"));
  }

  List<Deployment> all() {
    return table.list(user());
  }

  /**
   * By name.
   *
   * @throws ProblemException REFUSED when there is none
   */
  Deployment named(String name) {
    return table.findByName(user(), name).orElseThrow(() -> unknown(name));
  }

  private ProblemException unknown(String name) {
    List<String> known = all().stream().map(Deployment::name).distinct().toList();
    String wayOut = known.isEmpty() ? "nothing was hosted here yet" : Names.wayOut(name, known);
    return new ProblemException(
        Problem.refused("strategy " + name, "is not hosted here and never was", wayOut));
  }
}
