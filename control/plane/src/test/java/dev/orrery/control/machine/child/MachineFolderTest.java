package dev.orrery.control.machine.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.MachineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read out of a folder, file by file; this test's own process stands for living ones. */
class MachineFolderTest {
  private static final MachineStatus ENDED = new MachineStatus.Stopped(new Exit.Code(0));

  @TempDir Path path;
  private MachineFolder folder;

  @BeforeEach
  void folder() {
    folder = new MachineFolder(path);
  }

  private static String thisProcess() throws IOException {
    String line = Files.readString(Path.of("/proc/self/stat"));
    List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    return ProcessHandle.current().pid()
        + " "
        + fields.get(19)
        + " "
        + ProcessIdentity.presentBoot();
  }

  @Test
  void stopsWhileItsKeeperHasNotToldTheEnd() throws IOException {
    folder.replace("launcher", thisProcess());
    assertThat(folder.status()).isEqualTo(new MachineStatus.Starting());
    folder.replace("stop", "1.0");
    assertThat(folder.status()).isEqualTo(new MachineStatus.Stopping());
  }

  @Test
  void whatHasEndedStaysSoWhileItsKeeperLeavesAndSomebodyWantsItToStop() throws IOException {
    folder.replace("launcher", thisProcess());
    folder.replace("end", "ended 0\n");
    assertThat(folder.status()).isEqualTo(ENDED);
    folder.replace("stop", "1.0");
    assertThat(folder.status()).isEqualTo(ENDED);
  }

  @Test
  void aProgramThatIsThereRunsOrStops() throws IOException {
    folder.replace("process", thisProcess());
    assertThat(folder.status()).isEqualTo(new MachineStatus.Running(0));
    folder.replace("stop", "1.0");
    assertThat(folder.status()).isEqualTo(new MachineStatus.Stopping());
  }
}
