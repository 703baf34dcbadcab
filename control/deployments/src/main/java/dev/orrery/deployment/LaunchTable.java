package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What the control plane writes of the machine of a deployment. The runner writes how the
 * deployment does; this is what is known without it. Thread-safe.
 */
public final class LaunchTable {
  private final Jdbi jdbi;

  /** Works on this database. */
  public LaunchTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * The machine of a deployment.
   *
   * @param provider who made it
   * @param machine its id there
   * @param region empty where there are none
   * @param image its digest or release, pinned for as long as the machine is not upgraded
   */
  public record Machine(String provider, String machine, String region, String image) {}

  /**
   * Keeps which machine is its own, before anybody waits for it: what was made and is not known
   * here would be an orphan. {@code started_at} is set, so that silence is counted from now.
   *
   * @return false when the deployment is to end by now: the machine is to be destroyed again
   */
  public boolean launched(UUID user, UUID id, Machine machine) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, id);
      handle
          .createUpdate(
              """
              update deployments set machine_provider = :provider, machine_id = :machine,
                fly_machine_id = case :provider when 'fly' then :machine end,
                fly_region = nullif(:region, ''), fly_image = :image,
                started_at = clock_timestamp()
              where id = :id
              """)
          .bind("provider", machine.provider())
          .bind("machine", machine.machine())
          .bind("region", machine.region())
          .bind("image", machine.image())
          .bind("id", id)
          .execute();
      return DeploymentStatus.OCCUPYING.contains(row.status()) && row.wanted() != Wanted.STOPPED;
    });
  }

  /** Another image, in place; what is shown as outdated is not from here on. */
  public void upgraded(UUID user, UUID id, String image) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update deployments set fly_image = ? where user_id = ? and id = ?", image, user, id));
  }

  /**
   * It did not come up, or its runner ended with a fault: {@code error}, with the event {@code
   * runner_fatal} in its log. What ends or has ended stays as it is, and what failed before keeps
   * the first reason.
   *
   * @return whether it is so now
   */
  public boolean failed(UUID user, UUID id, String errorText) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, id);
      if (!DeploymentStatus.OCCUPYING.contains(row.status())) {
        return false;
      }
      DeploymentTable.move(handle, row, DeploymentStatus.ERROR, errorText);
      LogTable.append(handle, id, "error", "runner_fatal", errorText);
      return true;
    });
  }

  /**
   * Its machine is confirmed gone. What was to end has ended, and nobody can act for it any more:
   * an epoch above its runner's is taken, and its lease is over.
   *
   * @param endedBy why it ended when nothing is said so far, as {@code killed by owner:alice}
   * @return the status it has now
   */
  public DeploymentStatus gone(UUID user, UUID id, @Nullable String endedBy) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, id);
      revoke(handle, id);
      boolean ends = row.wanted() == Wanted.STOPPED || row.status() == DeploymentStatus.STOPPING;
      if (ends) {
        DeploymentTable.move(
            handle,
            row,
            DeploymentStatus.STOPPED,
            row.errorText() == null ? endedBy : row.errorText());
      }
      handle.execute(
          "update deployments set machine_id = null, fly_machine_id = null where id = ?", id);
      return ends ? DeploymentStatus.STOPPED : row.status();
    });
  }

  private static void revoke(Handle handle, UUID id) {
    handle.execute(
        """
        update deployment_leases
        set epoch = epoch + 1, token = gen_random_uuid(), expires_at = clock_timestamp()
        where resource = ?
        """,
        "deployment:" + id);
  }
}
