package dev.orrery.runtime;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The libraries a runtime needs beside its own classes. One that is missing would be found when the
 * first plugin is asked, and be taken for the plugin's fault.
 */
final class HostLibraries {
  private static final Map<String, String> ARTIFACTS = new LinkedHashMap<>();

  static {
    ARTIFACTS.put(
        "jakarta.validation.constraints.Min", "jakarta.validation:jakarta.validation-api");
    ARTIFACTS.put("org.slf4j.Logger", "org.slf4j:slf4j-api");
    ARTIFACTS.put("org.pf4j.DefaultPluginManager", "org.pf4j:pf4j");
    ARTIFACTS.put("com.github.zafarkhaja.semver.Version", "com.github.zafarkhaja:java-semver");
    ARTIFACTS.put("org.quartz.Scheduler", "org.quartz-scheduler:quartz");
    ARTIFACTS.put("tools.jackson.databind.ObjectMapper", "tools.jackson.core:jackson-databind");
    ARTIFACTS.put("org.snakeyaml.engine.v2.api.Load", "org.snakeyaml:snakeyaml-engine");
  }

  private HostLibraries() {}

  /**
   * Lets a runtime be built or stops it.
   *
   * @throws ProblemException with every library that is missing
   */
  static void require(ClassLoader loader) {
    List<Problem> problems = missing(loader);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
  }

  static List<Problem> missing(ClassLoader loader) {
    List<Problem> problems = new ArrayList<>();
    ARTIFACTS.forEach((type, artifact) -> {
      try {
        Class.forName(type, false, loader);
      } catch (ClassNotFoundException | LinkageError e) {
        problems.add(
            Problem.configuration(
                "library " + artifact, "is not on the class path", "add it beside the runtime"));
      }
    });
    return problems;
  }
}
