package dev.orrery.runtime.plugin;

import dev.orrery.kernel.ArtifactStore;
import dev.orrery.runtime.bytecode.Finding;
import dev.orrery.runtime.bytecode.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a plugin's code can reach, told from its class files: none of it is run. */
public final class PluginReach {
  private PluginReach() {}

  /**
   * Every call that is about something outside, of all that the strategies' classes lead to;
   * nothing of a file that cannot be read, which is refused for that.
   *
   * @param store keeps what is read
   */
  public static List<Finding> of(Path file, ArtifactStore store, PluginLimits limits) {
    try {
      return ArchiveCode.findings(new ArchiveReader(store, limits).read(file));
    } catch (PluginFault | IOException | IllegalArgumentException e) {
      return List.of();
    }
  }

  /**
   * The same, and what the code keeps beyond a decision, each with one way that leads there: from
   * {@code decide} if there is one.
   *
   * @param store keeps what is read
   */
  public static List<Route> routes(Path file, ArtifactStore store, PluginLimits limits) {
    try {
      return ArchiveCode.routes(new ArchiveReader(store, limits).read(file));
    } catch (PluginFault | IOException | IllegalArgumentException e) {
      return List.of();
    }
  }
}
