package dev.orrery.control.machine.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineSize;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.StopSignal;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only processes of this host can get wrong. */
class ChildProcessesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path root;
  private ChildProcesses provider;

  @BeforeEach
  void open() {
    provider =
        ChildProcesses.open(
            ChildSettings.at(root).withRestartPause(Duration.ofMillis(10)).withLogLimit(1000),
            (script, _) -> List.of("/bin/sh", "-c", script));
  }

  @AfterEach
  void close() {
    provider
        .list("plane-1")
        .machines()
        .forEach(machine -> {
          provider.destroy(machine.id());
        });
    provider.close();
  }

  private Machine up(String script) throws IOException {
    return up(script, MachineSize.SMALL);
  }

  private Machine up(String script, MachineSize size) throws IOException {
    MachineSpec spec =
        MachineSpec.of(UUID.randomUUID(), UUID.randomUUID(), "plane-1", script)
            .withSize(size)
            .withSecrets(Map.of("KEY", Secret.of("value")));
    Creation made = provider.create(spec);
    assertThat(made).isInstanceOf(Creation.Made.class);
    Machine machine = ((Creation.Made) made).machine();
    assertThat(Patience.await(SOON, () -> folder(machine).process().isPresent())).isTrue();
    return machine;
  }

  private MachineFolder folder(Machine machine) {
    return new Folders(root).named(machine.id());
  }

  private MachineStatus status(Machine machine) {
    return provider.find(machine.id()).orElseThrow().status();
  }

  private String said(Machine machine) {
    return String.join("\n", provider.logs(machine.id(), 100));
  }

  @Test
  void aRootHasOneControlPlane() {
    assertThatThrownBy(() -> ChildProcesses.open(ChildSettings.at(root), (_, _) -> List.of()))
        .isInstanceOf(MachineException.class)
        .hasMessage(root + ": another control plane keeps its machines here");
  }

  @Test
  void aProgramOutlivesItsLauncherAndCanStillBeEnded() throws IOException {
    Machine machine = up("while :; do sleep 0.02; done");
    ProcessIdentity launcher = folder(machine).launcher().orElseThrow();
    Signals.send(launcher, StopSignal.KILL);
    assertThat(Patience.await(SOON, () -> !launcher.alive())).isTrue();
    assertThat(status(machine)).isEqualTo(new MachineStatus.Running(0));
    provider.stop(machine.id(), StopSignal.TERM, SOON);
    assertThat(Patience.await(SOON, () -> !status(machine).mayAct())).isTrue();
    assertThat(status(machine)).isEqualTo(new MachineStatus.Stopped(new Exit.Unseen()));
  }

  @Test
  void aLaunchThatWasCutOffWithItsControlPlaneHasNotFailedAndIsStartedAgain() throws Exception {
    Machine machine = up("[ \"$ORRERY_SECRETS\" = stdin ] && exit 0");
    assertThat(Patience.await(SOON, () -> !folder(machine).busy())).isTrue();
    folder(machine).clear();
    folder(machine).replace("ticket-1", "");
    Process cutOff =
        new ProcessBuilder(
                "/bin/sh",
                root.resolve("launch.sh").toString(),
                folder(machine).path().toString(),
                "1",
                "0",
                "1",
                "1",
                "0",
                "100000",
                "5",
                "/bin/true")
            .start();
    cutOff.getOutputStream().write("KEY=dmFs".getBytes(StandardCharsets.US_ASCII));
    cutOff.getOutputStream().close();
    assertThat(cutOff.waitFor()).isEqualTo(125);
    assertThat(status(machine)).isEqualTo(new MachineStatus.Stopped(new Exit.Unseen()));

    provider.start(machine.id(), Map.of("KEY", Secret.of("value")));
    assertThat(
            Patience.await(
                SOON, () -> status(machine).equals(new MachineStatus.Stopped(new Exit.Code(0)))))
        .isTrue();
  }

  @Test
  void aProcessThatGotTheNumberOfOursIsLeftAlone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Machine machine = up("exit 0");
      assertThat(Patience.await(SOON, () -> !status(machine).mayAct())).isTrue();
      ProcessIdentity ours = folder(machine).process().orElseThrow();
      String impostor = stranger.pid() + " " + ours.start() + " " + ours.boot();
      folder(machine).replace("process", impostor);
      folder(machine).replace("launcher", impostor);
      assertThat(status(machine).mayAct()).isFalse();
      provider.destroy(machine.id());
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
      stranger.waitFor();
    }
  }

  @Test
  void anotherBootHasOtherProcesses() throws IOException {
    ProcessHandle me = ProcessHandle.current();
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    String boot = ProcessIdentity.presentBoot();
    assertThat(ProcessIdentity.parse(me.pid() + " " + start + " " + boot).orElseThrow().alive())
        .isTrue();
    assertThat(ProcessIdentity.parse(me.pid() + " " + start + " other").orElseThrow().alive())
        .isFalse();
  }

  @Test
  void theNextControlPlaneEndsWhatTheLastOneAsked() throws IOException {
    Machine machine = up("trap '' TERM; echo deaf; while :; do sleep 0.02; done");
    assertThat(Patience.await(SOON, () -> said(machine).contains("deaf"))).isTrue();
    provider.stop(machine.id(), StopSignal.TERM, Duration.ofMillis(1500));
    provider.close();
    assertThat(folder(machine).busy()).isTrue();
    open();
    assertThat(status(machine)).isEqualTo(new MachineStatus.Stopping());
    assertThat(Patience.await(SOON, () -> !status(machine).mayAct())).isTrue();
    assertThat(status(machine)).isEqualTo(new MachineStatus.Stopped(new Exit.Signalled(9)));
  }

  @Test
  void whatAProgramBeganEndsWithIt() throws IOException {
    Machine machine = up("sleep 61 & echo $! > child; wait");
    Path child = folder(machine).path().resolve("child");
    assertThat(Patience.await(SOON, () -> Files.exists(child) && Files.size(child) > 0)).isTrue();
    long pid = Long.parseLong(Files.readString(child).strip());
    ProcessHandle began = ProcessHandle.of(pid).orElseThrow();
    provider.destroy(machine.id());
    assertThat(Patience.await(SOON, () -> !began.isAlive())).isTrue();
  }

  @Test
  void writableMemoryIsLimitedAndCoresAreNotDumped() throws IOException {
    Machine machine = up("ulimit -d; ulimit -c; nice; sleep 60", new MachineSize(1, 256));
    assertThat(Patience.await(SOON, () -> provider.logs(machine.id(), 9).size() == 3)).isTrue();
    assertThat(provider.logs(machine.id(), 9).subList(0, 2))
        .containsExactly(Long.toString(2L * 256 * 1024), "0");
  }

  @Test
  void aLaunchThatNobodyBeganIsTakenBack() throws IOException {
    Machine machine = up("exit 0");
    assertThat(Patience.await(SOON, () -> !status(machine).mayAct())).isTrue();
    folder(machine).clear();
    folder(machine).replace("ticket-1", "");
    assertThat(status(machine)).isEqualTo(new MachineStatus.Starting());
    provider.close();
    open();
    assertThat(status(machine)).isEqualTo(new MachineStatus.Stopped(new Exit.Unseen()));
  }

  @Test
  void logsAreRotatedWhileTheProgramWrites() throws IOException {
    Path log = root.resolve("some.log");
    Files.writeString(log, "x".repeat(1001));
    LogFile.rotate(log, 1000, 2);
    Files.writeString(log, "y".repeat(1001));
    LogFile.rotate(log, 1000, 2);
    Files.writeString(log, "z".repeat(1001));
    LogFile.rotate(log, 1000, 2);
    LogFile.rotate(log, 1000, 2);
    assertThat(Files.size(log)).isZero();
    assertThat(Files.readString(root.resolve("some.log.1"))).startsWith("z").hasSize(1001);
    assertThat(Files.readString(root.resolve("some.log.2"))).startsWith("y").hasSize(1001);
    assertThat(root.resolve("some.log.3")).doesNotExist();
  }

  @Test
  void ofManyThatAreGoneTheLastAreKept() throws IOException {
    Machine machine = up("echo bye; exit 3");
    assertThat(Patience.await(SOON, () -> !status(machine).mayAct())).isTrue();
    provider.destroy(machine.id());
    assertThat(status(machine)).isEqualTo(new MachineStatus.Destroyed());
    assertThat(provider.logs(machine.id(), 1)).containsExactly("bye");
  }
}
