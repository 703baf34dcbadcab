package dev.orrery.cli;

import dev.orrery.config.run.RunConfig;
import dev.orrery.control.deploy.MachineSecrets;
import dev.orrery.control.machine.MachineChoice;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.child.ChildProcesses;
import dev.orrery.control.machine.child.ChildSettings;
import dev.orrery.control.machine.child.RunnerPrograms;
import dev.orrery.database.DatabaseIdentity;
import dev.orrery.deployment.ReleaseTable;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machines of a control plane, opened: whoever makes them, what they run, how they get into the
 * database.
 *
 * @param name of the control plane, as its machines are labelled
 * @param release what they run unless a deployment is pinned to another
 * @param version of that, for people
 */
record PlaneMachines(
    MachineChoice choice,
    MachineProvider provider,
    String name,
    String release,
    String version,
    MachineSecrets secrets)
    implements AutoCloseable {
  /**
   * A runner needs a quarter of what a command begins with in order to start quickly. A heap is
   * filled before it is collected, so what it does not need would be resident all the same.
   */
  private static final String FIRST_HEAP = "-Xms48m";

  private static final Logger LOG = LoggerFactory.getLogger(PlaneMachines.class);

  /**
   * What can be told before anything is kept.
   *
   * @throws ProblemException CONFIGURATION when machines elsewhere cannot be meant like this
   */
  static void require(MachineChoice choice, RunConfig settings) {
    if (!choice.here() && settings.store().embedded()) {
      throw new ProblemException(
          Problem.configuration(
              "machines of " + choice.name(),
              "cannot reach a database that listens on this host only",
              "name one that they reach with --store jdbc:postgresql://HOST/DATABASE"));
    }
  }

  /**
   * Opens them.
   *
   * @param build which build this program is
   * @throws ProblemException CONFIGURATION when a setting is missing or wrong; REFUSED when they
   *     cannot be had, each in one line
   */
  static PlaneMachines open(
      MachineChoice choice,
      RunConfig settings,
      PlaneStore store,
      OwnProgram own,
      String build,
      Path library)
      throws IOException {
    String version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("dev");
    if (choice.here()) {
      return new PlaneMachines(
          choice,
          here(settings, own, build),
          "local",
          build,
          version,
          RunnerLogins.in(settings.dataDir(), store));
    }
    ReleaseTable releases = new ReleaseTable(store.database());
    String image =
        choice
            .image()
            .or(releases::currentLiveRunnerImage)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.configuration(
                        "machines of " + choice.name(),
                        "have nothing to run",
                        "set " + choice.imageVariable() + " to an image by its digest")));
    String known =
        releases.all().stream()
            .filter(each -> each.image().equals(image))
            .map(ReleaseTable.Release::version)
            .findFirst()
            .orElse(version);
    MachineSecrets secrets =
        choice.name().equals("fly")
            // The app has it already: what is sent from here is the name alone.
            ? _ -> Map.of("DATABASE_URL", store.address())
            : RunnerLogins.in(settings.dataDir(), store);
    String name = "orrery-" + DatabaseIdentity.of(store.database());
    MachineProvider provider = choice.open(library);
    try {
      check(choice, provider, name);
      return new PlaneMachines(choice, provider, name, image, known, secrets);
    } catch (RuntimeException e) {
      provider.close();
      throw e;
    }
  }

  /** Who refuses us will go on to; who is away will be back. */
  private static void check(MachineChoice choice, MachineProvider provider, String name) {
    try {
      provider.check(name);
    } catch (MachineException e) {
      if (e.kind() == MachineException.Kind.PERMANENT) {
        throw new ProblemException(
            Problem.configuration(
                "machines of " + choice.name(),
                String.valueOf(e.getMessage()),
                "check token, names and rights"),
            e);
      }
      LOG.warn("machines cannot be asked for now machines={}", choice.name(), e);
    }
  }

  private static ChildProcesses here(RunConfig settings, OwnProgram own, String build)
      throws IOException {
    RunnerPrograms programs =
        (wanted, size) -> {
          if (!wanted.equals(build)) {
            throw MachineException.permanent(
                "this host has release "
                    + build
                    + " by now and its machine was made of "
                    + wanted
                    + ": orrery upgrade gives it the new one");
          }
          return own.with(
              List.of("-Xmx" + size.memoryMb() / 2 + "m", FIRST_HEAP),
              "runner",
              "--data-dir",
              "data");
        };
    ChildSettings root = ChildSettings.at(PlaneFiles.machines(settings.dataDir().toAbsolutePath()));
    // On a database that others use, too, rows have to say which host's machines they mean.
    ChildSettings named =
        settings.store().embedded()
            ? root
            : root.named("child-" + PlaneFiles.id(settings.dataDir()));
    try {
      return ChildProcesses.open(named, programs);
    } catch (MachineException e) {
      throw new ProblemException(
          Problem.refused("machines of this host", String.valueOf(e.getMessage()), ""), e);
    }
  }

  /** Which build a distribution is; a program from classes has no name. */
  static String build(Optional<Path> home) throws IOException {
    Path digest = home.map(folder -> folder.resolve("lib.sha256")).orElse(Path.of("lib.sha256"));
    return Files.exists(digest) ? Files.readString(digest).strip().substring(0, 12) : "classes";
  }

  /** Where they are, for people. */
  String words() {
    return choice.here() ? "processes of this host" : choice.name() + ", labelled " + name;
  }

  /** Lets go of them; they go on. */
  @Override
  public void close() {
    provider.close();
  }
}
