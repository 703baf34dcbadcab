package dev.orrery.runner.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.TriggerCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration may say of jars. */
class LineupTest {
  @TempDir private Path folder;

  @Test
  void allowsCallsToAJarByTheNameOfItsFile() {
    RunConfig config =
        draft("allowedCalls: { grid.jar: [processes, default-locale] }").require().value();
    assertThat(Settings.plugins(config).allowedCalls())
        .isEqualTo(Map.of("grid.jar", Set.of(Refusal.PROCESSES, Refusal.DEFAULT_LOCALE)));
  }

  @Test
  void refusesACallThatIsNone() {
    assertThatThrownBy(() -> draft("allowedCalls: { grid.jar: [proceses] }").require())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("o.yaml:1: allowedCalls.grid.jar[0]")
        .hasMessageContaining("proceses");
  }

  @Test
  void refusesAllowancesForAFileThatIsNotThere() throws Exception {
    Path jar = Files.writeString(folder.resolve("grid.jar"), "no jar");
    try (PluginLibrary library = library()) {
      library.add(jar);
      Lineup.of(draft("allowedCalls: { grid.jar: [processes] }"), library);
      assertThatThrownBy(() -> Lineup.of(draft("allowedCalls:\n  grd.jar: [processes]"), library))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("o.yaml:2: allowedCalls.grd.jar")
          .hasMessageContaining("did you mean grid.jar?");
    }
  }

  private static Draft<RunConfig> draft(String yaml) {
    return ConfigLoader.of(RunConfig.class).text("o.yaml", yaml).read();
  }

  @Test
  void shippedEntriesWithoutAJarAreLeftOut() {
    try (PluginLibrary library = library()) {
      assertThat(Lineup.of(shipped(ShippedConfig.NAME), library).strategies()).isEmpty();
    }
  }

  @Test
  void entriesOfAFileOfOnesOwnMustBeFound() {
    try (PluginLibrary library = library()) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> Lineup.of(shipped("mine.yaml"), library))
          .satisfies(e -> assertThat(e.problems()).hasSize(4));
    }
  }

  private static Draft<RunConfig> shipped(String name) {
    return ConfigLoader.of(RunConfig.class).text(name, ShippedConfig.text()).read();
  }

  private PluginLibrary library() {
    return new PluginLibrary(
        new FolderArtifactStore(folder.resolve("kept"), ".jar"),
        PluginLimits.DEFAULT,
        TriggerCheck.schedules(),
        new ConfiguredParameters());
  }
}
