package dev.orrery.control.deploy;

import dev.orrery.control.command.Caller;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.database.UserWall;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.ReleaseTable;
import dev.orrery.deployment.Wanted;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code upgradeDeploymentImage}: gives machines another release, in place, because somebody wants
 * it. The machine keeps its id, settings and size; the deployment its row, state, journal, agent
 * and latches, so what was paused or halted still is. Positions and orders are the venue's: the
 * runner asks for them when it comes up, and what was filled meanwhile is found. Thread-safe.
 */
public final class Upgrades {
  private static final String TAKEN = "another deployment has taken its place";
  private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);

  /** As long as a runner may drain. */
  private static final Duration GRACE = Duration.ofSeconds(45);

  private final MachineProvider provider;
  private final ReleaseTable releases;
  private final LaunchTable table;
  private final Function<UUID, Map<String, Secret>> secrets;
  private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

  /**
   * Over a provider and these tables.
   *
   * @param secrets of a deployment's machine, handed over anew with each upgrade
   */
  public Upgrades(
      MachineProvider provider,
      ReleaseTable releases,
      LaunchTable table,
      Function<UUID, Map<String, Secret>> secrets) {
    this.provider = provider;
    this.releases = releases;
    this.table = table;
    this.secrets = secrets;
  }

  /**
   * What was done.
   *
   * @param from null where it was not known
   */
  public record Upgraded(UUID deployment, String name, @Nullable String from, String to) {}

  /**
   * One deployment's part in an upgrade of all.
   *
   * @param done null when it was not done
   * @param refusal null when it was done
   */
  public record Answer(
      UUID deployment, String name, @Nullable Upgraded done, @Nullable String refusal) {}

  /** What there is. */
  public ReleaseTable releases() {
    return releases;
  }

  /**
   * Upgrades one of the caller's own; returns when its machine has the release, before its runner
   * is up. What runs it already is left alone.
   *
   * @param image null for the current one
   * @throws ProblemException REFUSED for a deployment that cannot be upgraded, or a release that
   *     nobody published; UNREACHABLE when the provider cannot say whether it was done
   */
  public Upgraded upgrade(Caller caller, UUID deployment, @Nullable String image) {
    LaunchTable.Pinned row =
        table
            .pin(caller.user(), deployment)
            .orElseThrow(() -> refused(deployment.toString(), "you have none of this id", "look"));
    String name = row.deployment().name();
    String to = target(name, image);
    String machine = row.machine();
    boolean failed = row.deployment().status() == DeploymentStatus.ERROR;
    if ((machine == null && !failed)
        || row.deployment().wanted() == Wanted.STOPPED
        || !DeploymentStatus.UPGRADABLE.contains(row.deployment().status())) {
      throw refused(
          name,
          "it is "
              + row.deployment().status().text()
              + (machine == null ? " and has no machine" : ""),
          "running, paused, halted and failed ones can be upgraded");
    }
    String theirs = row.provider();
    if (machine != null && theirs != null && !theirs.equals(provider.name())) {
      throw refused(
          name, "its machine is of " + theirs + ", not here", "stop it, or deploy it anew");
    }
    if (!busy.add(deployment)) {
      throw refused(name, "it is being upgraded just now", "wait for that");
    }
    try {
      if (machine == null || lost(new MachineId(machine))) {
        makeAgain(caller, row, to);
      } else if (!to.equals(row.image()) || failed) {
        change(caller, row, new MachineId(machine), to);
      }
      return new Upgraded(deployment, name, row.image(), to);
    } finally {
      busy.remove(deployment);
    }
  }

  /** All of the caller's own that run something else than is current, one after the other. */
  public List<Answer> upgradeOutdated(Caller caller) {
    List<Answer> answers = new ArrayList<>();
    for (ReleaseTable.Pin pin : releases.pins(caller.user())) {
      if (!pin.outdated()) {
        continue;
      }
      try {
        Upgraded done = upgrade(caller, pin.deployment(), null);
        answers.add(new Answer(pin.deployment(), pin.name(), done, null));
      } catch (ProblemException e) {
        answers.add(new Answer(pin.deployment(), pin.name(), null, String.valueOf(e.getMessage())));
      }
    }
    return answers;
  }

  private String target(String name, @Nullable String image) {
    if (image == null) {
      return releases
          .currentLiveRunnerImage()
          .orElseThrow(
              () -> refused(name, "no release is current", "publish one: orrery releases publish"));
    }
    if (releases.all().stream().noneMatch(it -> it.image().equals(image))) {
      throw refused(name, "nobody published " + image, "see orrery releases");
    }
    return image;
  }

  /** Only what its provider, asked for that very machine, says is gone. */
  private boolean lost(MachineId machine) {
    try {
      return provider
          .find(machine)
          .map(found -> found.status() instanceof MachineStatus.Destroyed)
          .orElse(true);
    } catch (MachineException e) {
      LOG.debug("not seen machine={}", machine, e);
      return false;
    }
  }

  /** Whoever makes machines finds the row without one, and makes it from the release it has now. */
  private void makeAgain(Caller caller, LaunchTable.Pinned row, String to) {
    UUID user = caller.user();
    UUID id = row.deployment().id();
    if (row.deployment().status() == DeploymentStatus.ERROR && !table.revived(user, id)) {
      throw refused(row.deployment().name(), TAKEN, "stop that one, or deploy");
    }
    table.upgraded(user, id, to, caller.name());
    UserWall.outside(() -> table.gone(user, id));
    LOG.info("upgraded, its machine is made anew deployment={} to={}", id, to);
  }

  private void change(Caller caller, LaunchTable.Pinned row, MachineId machine, String to) {
    UUID user = caller.user();
    UUID id = row.deployment().id();
    String name = row.deployment().name();
    boolean failed = row.deployment().status() == DeploymentStatus.ERROR;
    // Its place first: there must be no runner without one.
    if (failed && !table.revived(user, id)) {
      throw refused(name, TAKEN, "stop that one, or deploy");
    }
    Map<String, Secret> handed = secrets.apply(id);
    try {
      Machine now = provider.upgrade(machine, to, handed, GRACE);
      table.upgraded(user, id, now.release(), caller.name());
      if (failed) {
        provider.start(machine, handed);
      }
      LOG.info("upgraded deployment={} machine={} from={} to={}", id, machine, row.image(), to);
    } catch (MachineException e) {
      // The row says what runs, also when we were not told that it was done.
      seen(machine).ifPresent(release -> table.upgraded(user, id, release, caller.name()));
      LOG.warn("not upgraded deployment={} machine={} to={}", id, machine, to, e);
      throw new ProblemException(
          e.kind() == MachineException.Kind.TRANSIENT
              ? Problem.unreachable(
                  "deployment " + name, String.valueOf(e.getMessage()), "look, and upgrade again")
              : Problem.refused(
                  "deployment " + name, String.valueOf(e.getMessage()), "it runs what it ran"),
          e);
    }
  }

  private Optional<String> seen(MachineId machine) {
    try {
      return provider.find(machine).map(Machine::release).filter(release -> !release.isEmpty());
    } catch (MachineException e) {
      LOG.debug("not seen machine={}", machine, e);
      return Optional.empty();
    }
  }

  private static ProblemException refused(String name, String cause, String wayOut) {
    return new ProblemException(Problem.refused("deployment " + name, cause, wayOut));
  }
}
