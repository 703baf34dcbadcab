package dev.orrery.runner.machine;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.HostKind;
import dev.orrery.deployment.Lease;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.deployment.SkillTable;
import dev.orrery.deployment.Wanted;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runner.boot.Parts;
import dev.orrery.runner.boot.Parts.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a machine up to where a host takes over: directory, database, row, lease, version,
 * jar. The lease comes before everything that is done for the deployment, and the row is judged
 * under it. Confined to one thread.
 */
public final class MachineBoot {
  private static final Logger LOG = LoggerFactory.getLogger("live-runner");

  /** A server that starts many machines at once takes its time to let each in. */
  private static final Duration CONNECT = Duration.ofSeconds(15);

  /** Beside the listener, and on a venue the journal's own. */
  private static final int POOL = 1;

  private final MachineSettings settings;
  private final InstantSource clock;
  private final IdSource ids;
  private final LongSupplier nanos;
  private final FatalStart fatal;
  private final Parts parts = new Parts();

  private MachineBoot(
      MachineSettings settings, InstantSource clock, IdSource ids, LongSupplier nanos) {
    this.settings = settings;
    this.clock = clock;
    this.ids = ids;
    this.nanos = nanos;
    this.fatal = new FatalStart(settings.deployment());
  }

  /**
   * Makes everything ready for a host.
   *
   * @return empty when there is nothing to host: the deployment was stopped, and is so in its row
   * @throws ProblemException UNREACHABLE when the database is not to be had; REFUSED when it has no
   *     such deployment, or one that may not run; LEASE_HELD when another machine runs it;
   *     CONFIGURATION when what it is made of does not fit. Why is in the row where it can be
   */
  public static Optional<MachineSource> open(
      MachineSettings settings, InstantSource clock, IdSource ids) {
    MachineBoot boot = new MachineBoot(settings, clock, ids, System::nanoTime);
    try {
      Optional<MachineSource> source = boot.open();
      if (source.isEmpty()) {
        boot.parts.close();
      }
      return source;
    } catch (IOException e) {
      ProblemException problem = boot.unusable(e);
      boot.giveUp(problem);
      throw problem;
    } catch (RuntimeException e) {
      boot.giveUp(e);
      throw e;
    }
  }

  private void giveUp(RuntimeException failure) {
    fatal.write(failure);
    parts.close();
  }

  private Optional<MachineSource> open() throws IOException {
    UUID id = settings.deployment();
    LOG.info("live-runner: booting deployment {}", id);
    DataDirectory directory =
        parts.add(Stage.DIRECTORY, DataDirectory.take(settings.dataDir(), clock));
    MachineFolder folder = new MachineFolder(directory.folder());
    DatabaseSettings where = settings.database();
    Database database =
        parts.add(
            Stage.DATABASE,
            Database.open(
                where.withMaxConnections(POOL).withTimeouts(CONNECT, where.queryTimeout())));
    database.requireSchema();
    MachineTable table = new MachineTable(database);
    fatal.reached(table);
    DeploymentTable deployments = new DeploymentTable(database);
    Deployment known = deployments.get(owner(table, id), id);
    if (known.host() != HostKind.MACHINE) {
      throw refused(id, "is hosted by orrery run, not by a machine", "stop it there: orrery stop");
    }
    if (known.status() == DeploymentStatus.STOPPED) {
      LOG.info("live-runner: stopped already, nothing to host");
      return Optional.empty();
    }
    Optional<MachineTable.Agent> agent = table.agent(id);
    ExecutionLease lease = lease(folder, database, id, agent);
    Deployment row = deployments.get(known.userId(), id);
    if (endsHere(row)) {
      deployments.move(row.userId(), id, DeploymentStatus.STOPPED, row.errorText());
      LOG.info("live-runner: stopped by its owner, nothing to host");
      return Optional.empty();
    }
    mayRun(row, agent);
    SkillPayload version =
        new SkillTable(database)
            .payload(row.userId(), row.skillId(), row.skillVersion())
            .orElseThrow(
                () -> refused(id, "has no version " + row.skillVersion() + " of its skill", ""));
    Path jar = jar(directory.folder(), table, version.jar());
    return Optional.of(
        new MachineSource(
            MachineConfig.of(settings, row, version, agent),
            row,
            jar,
            database,
            lease,
            directory,
            fatal,
            clock));
  }

  private static UUID owner(MachineTable table, UUID id) {
    return table
        .owner(id)
        .orElseThrow(
            () -> refused(id, "is not in the database", "correct " + MachineSettings.DEPLOYMENT));
  }

  private ExecutionLease lease(
      MachineFolder folder, Database database, UUID id, Optional<MachineTable.Agent> agent)
      throws IOException {
    LeaseTable table = new LeaseTable(database);
    LeaseTaking taking =
        new LeaseTaking(
            table, folder.place(ids), ProcessHandle.current().pid(), settings.lease(), nanos);
    List<Lease> leases = new ArrayList<>();
    leases.add(taking.deployment(Lease.deployment(id)));
    parts.add(Stage.LEASE, () -> leases.forEach(table::release));
    fatal.leased(leases.getFirst().epoch());
    folder.leased(leases.getFirst().epoch());
    if (agent.isPresent()) {
      leases.add(taking.account(Lease.account(agent.get().master()), leases.getFirst()));
    }
    return parts.add(Stage.LEASE, ExecutionLease.keep(table, leases, settings.lease(), nanos));
  }

  private static boolean endsHere(Deployment row) {
    return row.wanted() == Wanted.STOPPED
        || row.latches().stopping() != null
        || row.status() == DeploymentStatus.STOPPING;
  }

  private static void mayRun(Deployment row, Optional<MachineTable.Agent> agent) {
    if (row.status() == DeploymentStatus.ERROR) {
      throw refused(
          row.id(), "has failed: " + row.errorText(), "deploy it again once that is mended");
    }
    if (agent.isPresent() && agent.get().revoked()) {
      throw refused(
          row.id(),
          "its agent " + agent.get().address() + " is revoked",
          "deploy it again, which approves another");
    }
  }

  /** From the machine's folder, else from the database; with the digest it should have. */
  private Path jar(Path folder, MachineTable table, Sha256 digest) {
    FolderArtifactStore kept = new FolderArtifactStore(folder.resolve("artifacts"), ".jar");
    Optional<Path> here = kept.find(digest);
    if (here.isPresent()) {
      return here.get();
    }
    byte[] bytes =
        table
            .artifact(digest)
            .orElseThrow(() ->
                refused(
                    settings.deployment(),
                    "its jar " + digest.brief() + " is not among the artifacts",
                    "publish it again"));
    Sha256 found = Sha256.of(bytes);
    if (!found.equals(digest)) {
      throw refused(
          settings.deployment(),
          "its jar should have the digest " + digest.brief() + ", and has " + found.brief(),
          "publish it again");
    }
    kept.put(bytes);
    return kept.find(digest)
        .orElseThrow(() -> new IllegalStateException("not kept: " + digest.brief()));
  }

  private static ProblemException refused(UUID id, String cause, String wayOut) {
    return new ProblemException(Problem.refused("deployment " + id, cause, wayOut));
  }

  private ProblemException unusable(IOException cause) {
    return new ProblemException(
        new Problem(
            ExitCode.CONFIGURATION,
            "data directory " + settings.dataDir(),
            "cannot be used: " + IoFailure.cause(cause),
            "name a folder this user may write with " + MachineSettings.DATA_DIR),
        cause);
  }
}
