package dev.orrery.control.deploy;

import dev.orrery.control.command.MachineEnd;
import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.Sighting;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.HandoverTable;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.kernel.IdSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives deployments their machines and takes them away from what has ended. Looks at rows only, so
 * it may be called at any time and as often as one likes: after a deploy, after a stop, and every
 * few seconds. What it cannot do now it does the next time. Thread-safe; one look at a time.
 *
 * <p>Three things make two machines for one deployment impossible: the attempt is kept before the
 * provider is asked, the provider adopts the machine of the same attempt, and nothing is asked for
 * while a predecessor may act.
 */
public final class Launches implements MachineEnd {
  private static final Logger LOG = LoggerFactory.getLogger(Launches.class);

  private final MachineProvider provider;
  private final LaunchTable table;
  private final HandoverTable handover;
  private final DeploymentTable deployments;
  private final Supplier<MachineWish> wish;
  private final Supplier<DeployGates> gates;
  private final IdSource ids;

  /**
   * Over a provider and these tables.
   *
   * @param wish read with each machine, for the release of now
   */
  public Launches(
      MachineProvider provider,
      LaunchTable table,
      HandoverTable handover,
      DeploymentTable deployments,
      Supplier<MachineWish> wish,
      Supplier<DeployGates> gates,
      IdSource ids) {
    this.provider = provider;
    this.table = table;
    this.handover = handover;
    this.deployments = deployments;
    this.wish = wish;
    this.gates = gates;
    this.ids = ids;
  }

  /** One look at all rows. */
  public synchronized void look() {
    table.neverLaunched().forEach(each -> table.gone(each.user(), each.id()));
    table.toEnd().forEach(each -> end(each.id()));
    table.lostElsewhere(provider.name()).forEach(each -> end(each.id()));
    table.missing().forEach(this::launch);
  }

  private void launch(LaunchTable.Placement placement) {
    List<HandoverTable.Predecessor> before = handover.before(placement.user(), placement.id());
    if (!before.isEmpty()) {
      LOG.info("deployment={} {}", placement.id(), before.getFirst().text());
      return;
    }
    try {
      table
          .begin(placement.user(), placement.id(), ids.next(), provider.name())
          .ifPresent(attempt -> create(placement, attempt));
    } catch (MachineException e) {
      failed(placement, e);
    }
  }

  private void create(LaunchTable.Placement placement, UUID attempt) {
    MachineWish now = wish.get();
    String release = table.pinned(placement.user(), placement.id(), now.release());
    MachineSpec spec = now.spec(placement, attempt, gates.get()).withRelease(release);
    switch (provider.create(spec)) {
      case Creation.Made(Machine machine) -> keep(placement, now, machine);
      case Creation.Adopted(Machine machine) -> keep(placement, now, machine);
      case Creation.Occupied(Machine other) -> {
        LOG.warn(
            "a machine of another attempt is in the way deployment={} machine={}",
            placement.id(),
            other.id());
        provider.destroy(other.id());
      }
    }
  }

  private void keep(LaunchTable.Placement placement, MachineWish now, Machine machine) {
    boolean stands =
        table.launched(
            placement.user(),
            placement.id(),
            new LaunchTable.Machine(
                provider.name(), machine.id().text(), now.region(), machine.release()));
    LOG.info("launched deployment={} machine={}", placement.id(), machine.id());
    if (!stands) {
      // It was stopped or replaced while the provider was busy.
      end(placement.id());
    }
  }

  /** What a retry may help stays as it is and is tried again; the rest has failed. */
  private void failed(LaunchTable.Placement placement, MachineException failure) {
    if (failure.kind() == MachineException.Kind.PERMANENT) {
      table.failed(
          placement.user(), placement.id(), "its machine is refused: " + failure.getMessage());
    }
    LOG.warn("no machine deployment={} kind={}", placement.id(), failure.kind(), failure);
  }

  @Override
  public boolean end(UUID deployment) {
    UUID user = deployments.owner(deployment).orElse(null);
    Optional<LaunchTable.Placement> placement =
        user == null ? Optional.empty() : table.placement(user, deployment);
    if (user == null || placement.isEmpty()) {
      return false;
    }
    try {
      boolean gone = destroy(placement.get());
      if (gone) {
        table.gone(user, deployment);
      }
      return gone;
    } catch (MachineException e) {
      LOG.warn("not destroyed deployment={} kind={}", deployment, e.kind(), e);
      return false;
    }
  }

  /**
   * Without an id in the row one may be under way: only a list that vouches for all says no. One on
   * another host is left alone while it may trade; then its lease is revoked, and whatever is left
   * of it can do nothing. What has stopped there is cleared away there.
   */
  private boolean destroy(LaunchTable.Placement placement) {
    String theirs = placement.provider();
    if (theirs != null && !theirs.equals(provider.name())) {
      return placement.status() != DeploymentStatus.STOPPED && !table.leased(placement.id());
    }
    String known = placement.machine();
    if (known != null) {
      return destroyed(new MachineId(known));
    }
    Sighting seen = provider.list(wish.get().controlPlane());
    List<MachineId> its =
        seen.machines().stream()
            .filter(machine -> machine.deployment().equals(placement.id()))
            .map(Machine::id)
            .toList();
    boolean all = its.stream().map(this::destroyed).reduce(true, Boolean::logicalAnd);
    return all && seen.complete();
  }

  private boolean destroyed(MachineId id) {
    provider.destroy(id);
    return provider
        .find(id)
        .map(machine -> machine.status() instanceof MachineStatus.Destroyed)
        .orElse(true);
  }
}
