package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How processes are started that run this very program. */
class OwnProgramTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @Test
  void keepsTheFlagsOfTheLauncherAndNotWhatIsOneProcesssOwn() {
    OwnProgram own =
        OwnProgram.of(
            List.of(
                "/usr/bin/java",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:AOTCache=/c/1.aot",
                "-Dorrery.home=/d",
                "-Dorrery.command=./orrery",
                "-Dorrery.terminal=out,err",
                "-Dorrery.columns=100",
                "-jar",
                "/d/lib/orrery-cli.jar",
                "control",
                "--port",
                "0"),
            "unused");
    assertThat(own.with(List.of("-Xmx256m"), "runner", "--data-dir", "data"))
        .containsExactly(
            JAVA,
            "-XX:+UseSerialGC",
            "-XX:AOTCache=/c/1.aot",
            "-Dorrery.home=/d",
            "-Xmx256m",
            "-jar",
            "/d/lib/orrery-cli.jar",
            "runner",
            "--data-dir",
            "data");
  }

  @Test
  void findsItsClassesFromAnotherWorkingDirectory() {
    OwnProgram own =
        OwnProgram.of(
            List.of("java", "-cp", "a/classes:/b.jar", "dev.orrery.cli.Main", "control"), "unused");
    String here = Path.of("a/classes").toAbsolutePath() + ":/b.jar";
    assertThat(own.with(List.of(), "runner"))
        .containsExactly(JAVA, "-cp", here, "dev.orrery.cli.Main", "runner");
  }

  @Test
  void isMadeFromTheClassPathWhereAnotherProgramRuns() {
    OwnProgram own = OwnProgram.of(List.of("java", "SomeTestRunner"), "/x.jar");
    assertThat(own.with(List.of(), "runner"))
        .containsExactly(JAVA, "-cp", "/x.jar", "dev.orrery.cli.Main", "runner");
  }
}
