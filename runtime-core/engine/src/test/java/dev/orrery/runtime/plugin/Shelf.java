package dev.orrery.runtime.plugin;

import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.runtime.isolation.Ladder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A plugins folder, a data directory and a library over them, for one test. */
final class Shelf implements AutoCloseable {
  /** Time enough for what does return, however busy the machine is. */
  static final PluginLimits LIMITS =
      new PluginLimits(4L << 20, 16L << 20, 5_000, Duration.ofSeconds(60));

  /** Gives nothing up that will end. */
  static final Ladder PATIENT = new Ladder(Ladder.STANDARD.pollAfter(), Duration.ofMinutes(1), 0);

  final Path plugins;
  final Path data;
  final PluginLibrary library;

  Shelf(Path folder, PluginLimits limits) throws Exception {
    this(folder, limits, PATIENT);
  }

  Shelf(Path folder, PluginLimits limits, Ladder ladder) throws Exception {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    data = folder.resolve("data");
    library =
        new PluginLibrary(
            new FolderArtifactStore(data, ".jar"),
            limits,
            ladder,
            TriggerCheck.schedules(),
            new ConfiguredParameters());
  }

  static Shelf in(Path folder) throws Exception {
    return new Shelf(folder, LIMITS);
  }

  Path file(String name) {
    return plugins.resolve(name);
  }

  Shelf load() {
    library.addAll(PluginSources.in(plugins));
    return this;
  }

  List<String> names() {
    return library.strategies().stream().map(StrategyDescriptor::name).toList();
  }

  List<String> refusals() {
    return library.refused().stream().map(RefusedJar::problem).map(Problem::line).toList();
  }

  @Override
  public void close() {
    library.close();
  }
}
