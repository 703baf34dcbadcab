package dev.orrery.control.machine.child;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.Sighting;
import dev.orrery.control.machine.StopSignal;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Machines as processes of this host. A deployment's folder is its machine: it appears by a rename,
 * so there cannot be two. Whoever opens the same root later finds what lives, and how the rest
 * ended.
 *
 * <p>What is enforced: the heap, by the program's own command line; all writable memory, by {@code
 * RLIMIT_DATA} at twice the machine's size; a lower priority ({@code nice} 5); no core dumps. A
 * number of processors is not: it is told to the program, and the system shares out the rest.
 * Thread-safe.
 */
public final class ChildProcesses implements MachineProvider {
  /** How long a process may take to be gone after force. */
  private static final Duration FORCE = Duration.ofSeconds(10);

  private final ChildSettings settings;
  private final RootLock lock;
  private final RunnerPrograms programs;
  private final Launcher launcher;
  private final Folders folders;
  private final Keeper keeper;
  private final Map<Path, ReentrantLock> busy = new ConcurrentHashMap<>();

  private ChildProcesses(ChildSettings settings, RunnerPrograms programs, RootLock lock) {
    this.settings = settings;
    this.programs = programs;
    this.lock = lock;
    this.launcher = new Launcher(settings.root(), programs, settings.restartPause());
    this.folders = new Folders(settings.root());
    this.keeper = new Keeper(settings, folders);
  }

  /**
   * Opens a root, adopting what is in it.
   *
   * @throws MachineException when another control plane has it, or it cannot be used
   */
  public static ChildProcesses open(ChildSettings settings, RunnerPrograms programs) {
    return trying(
        "open",
        settings.root().toString(),
        () -> {
          if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            throw MachineException.permanent(
                "child processes need /proc, which this system does not have");
          }
          Files.createDirectories(settings.root());
          RootLock lock = RootLock.take(settings.root());
          try {
            ChildProcesses provider = new ChildProcesses(settings, programs, lock);
            provider.launcher.install();
            for (MachineFolder folder : provider.folders.all()) {
              folder.withdrawTickets();
            }
            provider.keeper.start();
            return provider;
          } catch (IOException e) {
            lock.close();
            throw e;
          }
        });
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public Creation create(MachineSpec spec) {
    programs.command(spec.release(), spec.size());
    MachineFolder folder = folders.of(spec.deployment());
    return alone(
        folder,
        "create",
        () -> {
          if (folder.exists()) {
            Machine there = folder.machine();
            return there.launch().equals(spec.launch())
                ? new Creation.Adopted(there)
                : new Creation.Occupied(there);
          }
          folders.appear(folder, Folders.id(spec), SpecFile.of(spec, 0));
          launcher.launch(folder, spec, spec.secrets());
          return new Creation.Made(folder.machine());
        });
  }

  @Override
  public Optional<Machine> find(MachineId id) {
    return trying("find", id.text(), () -> folders.machine(id));
  }

  @Override
  public Sighting list(String controlPlane) {
    return trying(
        "list",
        settings.root().toString(),
        () -> {
          List<Machine> machines = new ArrayList<>();
          for (MachineFolder folder : folders.all()) {
            Machine machine = folder.machine();
            if (machine.controlPlane().equals(controlPlane)) {
              machines.add(machine);
            }
          }
          return new Sighting(machines, true);
        });
  }

  @Override
  public void start(MachineId id, Map<String, Secret> secrets) {
    MachineFolder folder = folders.named(id);
    alone(
        folder,
        "start",
        () -> {
          MachineSpec spec = present(folder, id).spec();
          MachineStatus status = folder.status();
          if (status instanceof MachineStatus.Stopped || status instanceof MachineStatus.Failed) {
            awaitQuiet(folder);
            launcher.launch(folder, spec, secrets);
          }
          return id;
        });
  }

  @Override
  public void stop(MachineId id, StopSignal signal, Duration grace) {
    MachineFolder folder = folders.named(id);
    alone(
        folder,
        "stop",
        () -> {
          present(folder, id);
          if (folder.busy() || folder.ticketWaits() || folder.begins()) {
            ask(folder, signal, grace);
          }
          return id;
        });
  }

  @Override
  public void destroy(MachineId id) {
    MachineFolder folder = folders.named(id);
    alone(
        folder,
        "destroy",
        () -> {
          if (folders.holds(folder, id)) {
            force(folder);
            folders.remove(folder, id, settings.goneKept());
          }
          return id;
        });
  }

  @Override
  public Machine upgrade(
      MachineId id, String release, Map<String, Secret> secrets, Duration grace) {
    MachineFolder folder = folders.named(id);
    return alone(
        folder,
        "upgrade",
        () -> {
          SpecFile old = present(folder, id);
          MachineSpec spec = old.spec().withRelease(release);
          programs.command(release, spec.size());
          boolean up = folder.status().mayAct();
          if (up) {
            ask(folder, StopSignal.TERM, grace);
            if (!Patience.await(grace, () -> !folder.busy() && !folder.begins())) {
              force(folder);
            }
          }
          folder.replace(SpecFile.NAME, SpecFile.of(spec, old.upgrades() + 1).json());
          if (up) {
            awaitQuiet(folder);
            launcher.launch(folder, spec, secrets);
          }
          return folder.machine();
        });
  }

  @Override
  public Optional<Machine> settle(MachineId id, Duration atMost) {
    return trying(
        "settle",
        id.text(),
        () -> {
          Patience.await(
              atMost,
              () -> folders.machine(id).filter(machine -> machine.status().passing()).isEmpty());
          return folders.machine(id);
        });
  }

  @Override
  public List<String> logs(MachineId id, int lines) {
    return trying("read the log of", id.text(), () -> LogFile.tail(folders.log(id), lines));
  }

  @Override
  public void close() {
    keeper.close();
    trying(
        "close",
        settings.root().toString(),
        () -> {
          lock.close();
          return true;
        });
  }

  /** The mark first: whoever sees the program end must see that it was wanted. */
  private void ask(MachineFolder folder, StopSignal signal, Duration grace) throws IOException {
    Patience.await(FORCE, () -> !folder.begins());
    folder.replace("stop", Double.toString(Uptime.seconds() + grace.toMillis() / 1000.0));
    folder.withdrawTickets();
    Optional<ProcessIdentity> process = folder.process();
    if (process.isPresent()) {
      Signals.send(process.get(), signal);
    }
    keeper.remember(folder, grace);
  }

  private static void force(MachineFolder folder) throws IOException {
    Patience.await(FORCE, () -> !folder.begins());
    folder.replace("stop", Double.toString(Uptime.seconds()));
    folder.withdrawTickets();
    boolean quiet =
        Patience.await(
            FORCE,
            () -> {
              for (ProcessIdentity process : folder.processes()) {
                Signals.end(process);
              }
              return !folder.busy();
            });
    if (!quiet) {
      throw new MachineException(
          MachineException.Kind.TRANSIENT, folder.id() + ": still there after force", null);
    }
  }

  private static void awaitQuiet(MachineFolder folder) throws IOException {
    if (!Patience.await(FORCE, () -> !folder.busy())) {
      throw new MachineException(
          MachineException.Kind.TRANSIENT, folder.id() + ": its launcher does not end", null);
    }
  }

  private SpecFile present(MachineFolder folder, MachineId id) throws IOException {
    if (!folders.holds(folder, id)) {
      throw MachineException.permanent(id + ": there is no such machine");
    }
    return folder.spec();
  }

  private <T> T alone(MachineFolder folder, String what, Call<T> call) {
    ReentrantLock mine = busy.computeIfAbsent(folder.path(), _ -> new ReentrantLock());
    mine.lock();
    try {
      return trying(what, String.valueOf(folder.path().getFileName()), call);
    } finally {
      mine.unlock();
    }
  }

  private static <T> T trying(String what, String subject, Call<T> call) {
    try {
      return call.call();
    } catch (IOException e) {
      throw new MachineException(
          MachineException.Kind.TRANSIENT,
          subject + ": cannot " + what + " it, " + IoFailure.cause(e),
          e);
    }
  }

  /** Something with files. */
  @FunctionalInterface
  private interface Call<T> {
    T call() throws IOException;
  }
}
