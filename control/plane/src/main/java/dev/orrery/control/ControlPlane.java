package dev.orrery.control;

import dev.orrery.control.api.ApiTokenTable;
import dev.orrery.control.api.PlaneDoor;
import dev.orrery.control.api.PlaneServices;
import dev.orrery.control.command.DeploymentCommands;
import dev.orrery.control.deploy.Deployer;
import dev.orrery.control.deploy.LaunchSchedule;
import dev.orrery.control.deploy.Launches;
import dev.orrery.control.deploy.MachineWish;
import dev.orrery.control.deploy.Upgrades;
import dev.orrery.control.deploy.WantedMachineTable;
import dev.orrery.control.job.CronSecrets;
import dev.orrery.control.job.HeartbeatSweep;
import dev.orrery.control.job.HeartbeatTable;
import dev.orrery.control.job.JobSchedule;
import dev.orrery.control.job.Jobs;
import dev.orrery.control.job.PendingAgentTable;
import dev.orrery.control.job.PendingAgentsGc;
import dev.orrery.control.job.SlotTable;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.reconcile.ReconcileLimits;
import dev.orrery.control.machine.reconcile.Reconciler;
import dev.orrery.control.machine.reconcile.ReconcilerSchedule;
import dev.orrery.control.skill.ArtifactTable;
import dev.orrery.control.skill.BundledSkills;
import dev.orrery.control.skill.JarVerifier;
import dev.orrery.control.skill.Skills;
import dev.orrery.database.Database;
import dev.orrery.database.UserWall;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeployTable;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.HandoverTable;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.ReleaseTable;
import dev.orrery.deployment.SkillTable;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The whole of a control plane over a database and whoever makes machines: deploys, launches,
 * commands, the reconciler, jobs and the port. Ending it touches no machine: they go on, and the
 * next one over the same database and provider adopts them. Thread-safe.
 */
public final class ControlPlane implements AutoCloseable {
  private static final Duration JOB_PATIENCE = Duration.ofSeconds(30);

  private final MachineProvider provider;
  private final String name;
  private final ApiTokenTable tokens;
  private final BundledSkills bundled;
  private final ReleaseTable releases;
  private final LaunchSchedule launches;
  private final ReconcilerSchedule reconciler;
  private final JobSchedule jobs;
  private final PlaneDoor door;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ControlPlane(Setting setting) {
    Database database = setting.database();
    MachineWish wish = setting.wish().get();
    this.provider = setting.provider();
    this.name = wish.controlPlane();
    this.tokens = new ApiTokenTable(database);
    Commands commands = new Commands(database);
    DeploymentTable deployments = new DeploymentTable(database);
    LaunchTable launched = new LaunchTable(database);
    PanicTable panic = new PanicTable(database, commands);
    this.releases = new ReleaseTable(database);
    Launches making =
        new Launches(
            provider,
            launched,
            new HandoverTable(database),
            deployments,
            setting.wish(),
            setting.gates(),
            setting.ids());
    this.launches = new LaunchSchedule(making::look, LaunchSchedule.EVERY);
    ArtifactTable artifacts = new ArtifactTable(database);
    Skills skills = new Skills(setting.verifier(), artifacts, new SkillTable(database));
    this.bundled = new BundledSkills(skills, artifacts);
    Jobs all =
        new Jobs(
            List.of(
                new HeartbeatSweep(new HeartbeatTable(database)),
                new PendingAgentsGc(new PendingAgentTable(database))),
            new SlotTable(database),
            setting.place(),
            JOB_PATIENCE);
    this.door =
        PlaneDoor.open(
            setting.host(),
            setting.port(),
            new PlaneServices(
                database,
                tokens,
                skills,
                new Deployer(
                    new DeployTable(database, setting.ids(), commands),
                    setting.gates(),
                    launches::wake),
                new DeploymentCommands(commands, deployments, launched, panic, making),
                commands,
                panic,
                all,
                setting.cron(),
                new Upgrades(
                    provider,
                    releases,
                    launched,
                    // Logins are made by the control plane, whoever asked.
                    id -> UserWall.outside(() -> setting.wish().get().secrets().of(id)))));
    launches.start();
    this.reconciler =
        new ReconcilerSchedule(
            new Reconciler(
                name,
                provider,
                new WantedMachineTable(database, provider.name(), setting.wish(), setting.gates()),
                ReconcileLimits.DEFAULT),
            ReconcilerSchedule.EVERY);
    this.jobs = new JobSchedule(all, new LeaseTable(database), setting.place());
    jobs.start();
  }

  /**
   * What a control plane stands on. Database, provider and verifier stay their owner's to close,
   * after it.
   *
   * @param database migrated
   * @param wish what machines are made of, read with each
   * @param gates read with each deploy
   * @param place where it is, as no other is at the same time
   * @param host the address to listen at
   * @param port 0 for a free one
   */
  public record Setting(
      Database database,
      MachineProvider provider,
      JarVerifier verifier,
      Supplier<MachineWish> wish,
      Supplier<DeployGates> gates,
      CronSecrets cron,
      IdSource ids,
      String place,
      String host,
      int port) {}

  /**
   * Starts one; machines that are there are adopted.
   *
   * @throws ProblemException REFUSED when the port cannot be opened
   */
  public static ControlPlane start(Setting setting) {
    return new ControlPlane(setting);
  }

  /** Publishes jars that come with the program, as far as they are new. */
  public List<Skills.Published> publish(UUID user, List<Path> jars) {
    return bundled.publish(user, jars);
  }

  /** What machines can run. */
  public ReleaseTable releases() {
    return releases;
  }

  /** Who may ask. */
  public ApiTokenTable tokens() {
    return tokens;
  }

  /** Where it listens. */
  public int port() {
    return door.port();
  }

  /** How many machines may be at work now. */
  public int machines() {
    return (int)
        provider.list(name).machines().stream()
            .map(machine -> machine.status())
            .filter(MachineStatus::mayAct)
            .count();
  }

  /** Ends; machines go on. Repeatable. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    door.close();
    launches.close();
    reconciler.close();
    jobs.close();
  }
}
