package dev.orrery.runner.boot;

import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.config.ConfigNode.Scalar;
import dev.orrery.config.Draft;
import dev.orrery.config.Loaded;
import dev.orrery.config.run.RunConfig;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.PluginSources;
import dev.orrery.runtime.plugin.TriggerCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a start would refuse a configuration for, all of it at once and with nothing kept: what is
 * wrong in the file, what the jars say of it, whether the data directory can be written, and
 * whether a recorded market has what the strategies want. A live market is not asked.
 */
public final class Preflight {
  private static final String USUAL_FOLDER = "data";

  private final Draft<RunConfig> draft;
  private final Path bundled;
  private final LiveSwitch money;
  private final List<Problem> problems = new ArrayList<>();

  private Preflight(Draft<RunConfig> draft, Path bundled, LiveSwitch money) {
    this.draft = draft;
    this.bundled = bundled;
    this.money = money;
  }

  /** Whether a look at the configuration and its data directory alone shows that it is refused. */
  public static boolean refusesAtOnce(Draft<RunConfig> draft) {
    return !draft.problems().isEmpty() || DataDirectory.unusable(dataDir(draft)).isPresent();
  }

  /**
   * Holds a configuration against everything a start would.
   *
   * @param bundled folder of jars where the configuration names none
   * @param environment the variables of the process, for the switch that real money hangs on
   * @throws ProblemException with every problem
   */
  public static void require(
      Draft<RunConfig> draft, Path bundled, Map<String, String> environment) {
    require(draft, bundled, LiveSwitch.of(environment));
  }

  /** The same, with the switch as it was read. */
  public static void require(Draft<RunConfig> draft, Path bundled, LiveSwitch money) {
    Preflight check = new Preflight(draft, bundled, money);
    try (Parts parts = new Parts()) {
      check.all(parts);
    }
    if (!check.problems.isEmpty()) {
      throw new ProblemException(check.problems, null);
    }
  }

  /** The folder of jars. */
  public static Path plugins(Draft<RunConfig> draft, Path bundled) {
    return draft.tree().entries().get("plugins") instanceof Scalar folder && !folder.isAbsent()
        ? Path.of(folder.text())
        : bundled;
  }

  private static Path dataDir(Draft<RunConfig> draft) {
    return draft.tree().entries().get("dataDir") instanceof Scalar folder && !folder.isAbsent()
        ? Path.of(folder.text())
        : Path.of(USUAL_FOLDER);
  }

  private void all(Parts parts) {
    problems.addAll(draft.problems());
    note(() -> judge(parts));
    DataDirectory.unusable(dataDir(draft)).ifPresent(problems::add);
  }

  private void judge(Parts parts) {
    if (!draft.problems().isEmpty()) {
      Lineup.of(draft, library(parts));
      return;
    }
    Loaded<RunConfig> loaded = draft.require();
    note(() -> LiveChecks.require(loaded, money));
    Lineup lineup = Lineup.of(draft, library(parts));
    if (loaded.value().market().replayed()) {
      note(() ->
          MarketFit.require(lineup, MarketChoice.open(loaded, parts, Optional.empty()).symbols()));
    }
  }

  /** Keeps what is wrong, each problem once. */
  private void note(Runnable step) {
    try {
      step.run();
    } catch (ProblemException e) {
      e.problems().stream().filter(each -> !problems.contains(each)).forEach(problems::add);
    }
  }

  private PluginLibrary library(Parts parts) {
    try {
      Path scratch = Files.createTempDirectory("orrery-check-");
      parts.add(Parts.Stage.DIRECTORY, () -> delete(scratch));
      PluginLibrary library =
          parts.add(
              Parts.Stage.PLUGINS,
              new PluginLibrary(
                  new FolderArtifactStore(scratch, ".jar"),
                  draft
                      .part(RunConfig.class, "")
                      .map(Settings::plugins)
                      .orElse(PluginLimits.DEFAULT),
                  draft.part(RunConfig.class, "").map(Settings::ladder).orElse(Ladder.STANDARD),
                  TriggerCheck.schedules(),
                  new ConfiguredParameters()));
      library.routeOutput();
      library.addAll(PluginSources.in(plugins(draft, bundled)));
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder to check plugins in", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
