package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class NewVerbTest {
  @TempDir private Path folder;

  /** Takes a Maven on the path and a minute of a busy machine. */
  @Test
  @EnabledIfSystemProperty(named = "orrery.certify", matches = "true")
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void makesAProjectThatBuildsTestsAndIsBacktestedOffline() throws Exception {
    Path home = folder.resolve("home");
    ApiRepository.into(home);
    Path project = folder.resolve("day-break");
    Captured made = Captured.at(home);
    assertThat(made.run("new", "day-break", "--dir", project.toString())).isZero();
    assertThat(made.out()).startsWith("made " + project).contains("mvn package", "./backtest");
    assertThat(project.resolve("backtest")).isExecutable();

    assertThat(maven(project)).isEqualTo("0\n");
    try (Stream<Path> reports = Files.list(project.resolve("target/surefire-reports"))) {
      assertThat(reports.map(file -> file.getFileName().toString()))
          .contains("TEST-com.example.daybreak.DayBreakStrategyTest.xml");
    }

    Captured earned = Captured.at(home);
    String jar = project.resolve("target/day-break.jar").toString();
    assertThat(earned.run("backtest", jar, "-p", "lookback=12")).isZero();
    assertThat(earned.out())
        .startsWith("day-break on BTC")
        .contains("\"lookback\":12")
        .containsPattern("executed [1-9]")
        .doesNotContain("note:");
  }

  @Test
  void refusesWhatIsNoNameAndAFolderThatIsTaken() throws IOException {
    ApiRepository.into(folder);
    for (String name : List.of("Day", "day_break", "1st", "a--b", "a".repeat(41))) {
      Captured console = Captured.at(folder);
      assertThat(console.run("new", name, "--dir", folder.resolve("x").toString())).isEqualTo(3);
      assertThat(console.err()).startsWith("orrery: name " + name + ": ").hasLineCount(1);
    }
    Captured console = Captured.at(folder);
    assertThat(console.run("new", "good", "--dir", folder.toString())).isEqualTo(3);
    assertThat(console.err())
        .isEqualTo(
            "orrery: "
                + folder
                + ": is there already and not empty (choose another name or --dir)\n");
    Captured blocked = Captured.at(folder);
    assertThat(blocked.run("new", "good", "--dir", "/dev/null/good")).isEqualTo(3);
    assertThat(blocked.err())
        .startsWith("orrery: project /dev/null/good: cannot be written: ")
        .endsWith("(name another --dir)\n")
        .hasLineCount(1);
    Captured nowhere = Captured.at(folder.resolve("none"));
    assertThat(nowhere.run("new", "good", "--dir", folder.resolve("x").toString())).isEqualTo(3);
    assertThat(nowhere.err()).contains("there is no plugin API").hasLineCount(1);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  /**
   * Exit code and output of an offline build that keeps nothing of ours in the local repository.
   */
  private String maven(Path project) throws Exception {
    Path log = folder.resolve("maven.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            "mvn", "-o", "-q", "-B", "-Dmaven.repo.local=" + repository(), "package");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -Xmx256m");
    Process process =
        builder
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the build does not end: " + Files.readString(log));
    }
    forget(folder.resolve("m2"));
    String said = process.exitValue() == 0 ? "" : Files.readString(log);
    return process.exitValue() + "\n" + said;
  }

  /** The user's local repository, but for what is ours. */
  private Path repository() throws IOException {
    Path real =
        Path.of(
            System.getProperty(
                "localRepository", System.getProperty("user.home") + "/.m2/repository"));
    Path shadow = folder.resolve("m2");
    link(real, shadow, "dev");
    if (Files.isDirectory(real.resolve("dev"))) {
      link(real.resolve("dev"), shadow.resolve("dev"), "orrery");
    }
    return shadow;
  }

  /** Links go, not what they lead to. */
  private static void forget(Path shadow) throws IOException {
    try (Stream<Path> all = Files.walk(shadow)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static void link(Path real, Path shadow, String without) throws IOException {
    Files.createDirectories(shadow);
    try (Stream<Path> all = Files.list(real)) {
      for (Path each : all.toList()) {
        Path name = each.getFileName();
        if (!name.toString().equals(without)) {
          Files.createSymbolicLink(shadow.resolve(name), each);
        }
      }
    }
  }
}
