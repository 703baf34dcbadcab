package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a source tree whose Java and Maven are scripts that write down their calls. */
class LauncherTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path tree;

  @BeforeEach
  void sources() throws IOException {
    script(tree.resolve("orrery"), Files.readString(Path.of("../../orrery")));
    Files.createDirectories(tree.resolve("jdk"));
    Files.writeString(tree.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    script(tree.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\" >>\"%s/java\"\n".formatted(tree));
    script(
        tree.resolve("mvnw"),
        """
        #!/bin/sh
        echo "$@" >>"%1$s/maven"
        while [ ! -e "%1$s/go" ]; do sleep 0.1; done
        if [ -e "%1$s/broken" ]; then
          echo '[INFO] a line of no interest'
          echo '[ERROR] Grid.java:[3,7] not a statement'
          exit 1
        fi
        mkdir -p "%1$s/control/cli/target/orrery"
        touch "%1$s/control/cli/target/orrery/built"
        """
            .formatted(tree));
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    Files.writeString(tree.resolve("go"), "");
  }

  @Test
  void buildsWithoutTestsBeforeItRuns() throws Exception {
    assertThat(end(start("run", "--for", "1s"))).isZero();
    assertThat(Files.readAllLines(tree.resolve("maven")))
        .singleElement()
        .asString()
        .contains("-Dmaven.test.skip=true", "-pl control/cli -am package");
    assertThat(Files.readString(tree.resolve("java"))).contains("run --for 1s");
    assertThat(end(start("run"))).isZero();
    assertThat(Files.readAllLines(tree.resolve("maven"))).as("it is fresh").hasSize(1);
  }

  @Test
  void answersHelpFromABuildThatIsBehind() throws Exception {
    assertThat(end(start("decisions", "--help"))).isZero();
    assertThat(Files.readAllLines(tree.resolve("maven"))).as("there was none").hasSize(1);
    Files.setLastModifiedTime(
        tree.resolve("control/cli/target/orrery/built"),
        FileTime.from(Instant.now().minusSeconds(3_600)));
    assertThat(end(start("decisions", "--help"))).isZero();
    assertThat(end(start("--version"))).isZero();
    assertThat(end(start())).isZero();
    assertThat(Files.readAllLines(tree.resolve("maven"))).hasSize(1);
    assertThat(end(start("decisions"))).isZero();
    assertThat(Files.readAllLines(tree.resolve("maven"))).hasSize(2);
  }

  @Test
  void buildsOnceForTwoThatComeTogether() throws Exception {
    Files.delete(tree.resolve("go"));
    Process first = start("strategies");
    Await.until(() -> Files.exists(tree.resolve("maven")), SOON);
    Process second = start("decisions");
    Await.until(
        () -> said(second).contains("orrery: waiting for the build of another orrery"), SOON);
    Files.writeString(tree.resolve("go"), "");
    assertThat(end(first)).isZero();
    assertThat(end(second)).isZero();
    assertThat(Files.readAllLines(tree.resolve("maven"))).hasSize(1);
    assertThat(Files.readAllLines(tree.resolve("java"))).hasSize(2);
  }

  @Test
  void takesOverWhatAKilledBuildLeft() throws Exception {
    Path lock = Files.createDirectories(tree.resolve("target/orrery-building"));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(lock.resolve("pid"), String.valueOf(gone.pid()));
    assertThat(end(start("run"))).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void showsWhatIsWrongWhenTheBuildFails() throws Exception {
    Files.writeString(tree.resolve("broken"), "");
    Process failed = start("run");
    assertThat(end(failed)).isEqualTo(1);
    assertThat(said(failed))
        .contains("[ERROR] Grid.java:[3,7] not a statement", "the whole of its output is in ")
        .doesNotContain("of no interest");
    assertThat(tree.resolve("java")).doesNotExist();
    assertThat(tree.resolve("target/orrery-building")).doesNotExist();
  }

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(tree.resolve("orrery").toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", tree.resolve("jdk").toString());
    builder.environment().put("TMPDIR", tree.toString());
    Path said = Files.createTempFile(tree, "said", ".txt");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    outputs.add(new Output(process, said));
    return process;
  }

  private record Output(Process process, Path file) {}

  private final List<Output> outputs = new ArrayList<>();

  private String said(Process process) {
    try {
      for (Output each : outputs) {
        if (each.process().equals(process)) {
          return Files.readString(each.file());
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("was not started here");
  }

  private int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
