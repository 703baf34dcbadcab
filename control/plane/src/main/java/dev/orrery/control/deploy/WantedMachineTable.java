package dev.orrery.control.deploy;

import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.reconcile.MachineRows;
import dev.orrery.control.machine.reconcile.WantedMachine;
import dev.orrery.control.machine.reconcile.WantedMachine.Need;
import dev.orrery.database.Database;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.HandoverTable;
import dev.orrery.deployment.LaunchTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Rows of deployments as the reconciler wants them. Rows without an attempt are left to {@link
 * Launches}, which makes the first machine. Thread-safe.
 */
public final class WantedMachineTable implements MachineRows {
  private final Jdbi jdbi;
  private final String provider;
  private final LaunchTable launches;
  private final HandoverTable handover;
  private final Supplier<MachineWish> wish;
  private final Supplier<DeployGates> gates;

  /**
   * Works on this database.
   *
   * @param provider the name of whoever makes the machines
   * @param wish what a machine is made of now; each keeps the release of its row
   */
  public WantedMachineTable(
      Database database, String provider, Supplier<MachineWish> wish, Supplier<DeployGates> gates) {
    this.jdbi = database.jdbi();
    this.provider = provider;
    this.launches = new LaunchTable(database);
    this.handover = new HandoverTable(database);
    this.wish = wish;
    this.gates = gates;
  }

  @Override
  public List<WantedMachine> wanted() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select d.id, d.launch_id, d.status, d.wanted, d.machine_id,
                  coalesce(d.fly_image, '') as release,
                  extract(epoch from clock_timestamp() - d.started_at) as age,
                  d.status <> 'provisioning' as reported,
                  exists (select from deployment_leases l
                    where l.resource = 'deployment:' || d.id
                      and l.expires_at > clock_timestamp()) as leased
                from deployments d
                where d.host_kind = 'machine' and d.launch_id is not null
                  and (d.machine_provider is null or d.machine_provider = :provider)
                """)
            .bind("provider", provider)
            .map((row, context) -> read(row))
            .list());
  }

  private static WantedMachine read(ResultSet row) throws SQLException {
    String machine = row.getString("machine_id");
    return new WantedMachine(
        row.getObject("id", UUID.class),
        row.getObject("launch_id", UUID.class),
        need(
            DeploymentStatus.of(row.getString("status")),
            row.getString("wanted"),
            row.getBoolean("leased")),
        row.getString("release"),
        machine == null ? null : new MachineId(machine),
        Duration.ofMillis((long) (1000 * row.getDouble("age"))),
        row.getBoolean("reported"));
  }

  /**
   * What was told to stop ends by itself, whatever its status says so far; one that has stopped
   * gives its lease back last.
   */
  private static Need need(DeploymentStatus status, String wanted, boolean leased) {
    return switch (status) {
      case PROVISIONING, RUNNING, PAUSED, HALTED ->
          wanted.equals("stopped") ? Need.ENDING : Need.UP;
      case STOPPING -> Need.ENDING;
      case STOPPED -> leased ? Need.ENDING : Need.GONE;
      case ERROR -> Need.LEFT;
    };
  }

  @Override
  public Optional<MachineSpec> spec(UUID deployment) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select user_id, launch_id, coalesce(fly_image, '') as release from deployments
                    where id = :id and host_kind = 'machine' and launch_id is not null
                      and wanted <> 'stopped'
                      and status in ('provisioning', 'running', 'paused', 'halted')
                    """)
                .bind("id", deployment)
                .map((row, context) ->
                    new Pinned(
                        row.getObject("user_id", UUID.class),
                        row.getObject("launch_id", UUID.class),
                        row.getString("release")))
                .findOne())
        .filter(pinned -> handover.before(pinned.user(), deployment).isEmpty())
        .flatMap(
            pinned -> launches.placement(pinned.user(), deployment).map(it -> spec(pinned, it)));
  }

  private MachineSpec spec(Pinned pinned, LaunchTable.Placement placement) {
    MachineSpec spec = wish.get().spec(placement, pinned.launch(), gates.get());
    return pinned.release().isEmpty() ? spec : spec.withRelease(pinned.release());
  }

  @Override
  public void placed(UUID deployment, Machine machine) {
    owner(deployment, machine.launch())
        .ifPresent(user ->
            launches.launched(
                user,
                deployment,
                new LaunchTable.Machine(
                    provider, machine.id().text(), wish.get().region(), machine.release())));
  }

  @Override
  public void failed(UUID deployment, UUID launch, String errorText) {
    owner(deployment, launch).ifPresent(user -> launches.failed(user, deployment, errorText));
  }

  @Override
  public void ended(UUID deployment, UUID launch) {
    owner(deployment, launch).ifPresent(user -> launches.gone(user, deployment));
  }

  /** Whose it is, as long as this is its attempt. */
  private Optional<UUID> owner(UUID deployment, UUID launch) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select user_id from deployments where id = :id and launch_id = :launch")
            .bind("id", deployment)
            .bind("launch", launch)
            .mapTo(UUID.class)
            .findOne());
  }

  /** A row's attempt, and the release it is pinned to; empty before it had a machine. */
  private record Pinned(UUID user, UUID launch, String release) {}
}
