package dev.orrery.control.machine;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a control plane's machines come from.
 *
 * @param name {@code child}, {@code fly} or {@code kubernetes}
 * @param environment of the process: settings by their names
 */
public record MachineChoice(String name, Map<String, String> environment) {
  /** Says it where no flag does. */
  public static final String VARIABLE = "ORRERY_MACHINES";

  private static final String CHILD = "child";
  private static final List<String> KNOWN = List.of(CHILD, "fly", "kubernetes");

  /** Copies. */
  public MachineChoice {
    environment = Map.copyOf(environment);
  }

  /**
   * As the flag or the environment says; processes of this host where neither does.
   *
   * @throws ProblemException CONFIGURATION when there is none of that name
   */
  public static MachineChoice of(@Nullable String flag, Map<String, String> environment) {
    String said = flag == null ? environment.getOrDefault(VARIABLE, "") : flag;
    String name = said.isBlank() ? CHILD : said.strip();
    if (!KNOWN.contains(name)) {
      throw new ProblemException(
          Problem.configuration(
              "machines " + name,
              "are not known",
              "say --machines or " + VARIABLE + "=" + String.join(", ", KNOWN)));
    }
    return new MachineChoice(name, environment);
  }

  /** Whether they are processes of this host. */
  public boolean here() {
    return name.equals(CHILD);
  }

  /** What they run, where that is said; otherwise it is the current release. */
  public Optional<String> image() {
    return Optional.of(environment.getOrDefault(imageVariable(), "").strip())
        .filter(image -> !image.isEmpty());
  }

  /** What says it. */
  public String imageVariable() {
    return name.equals("fly") ? "FLY_LIVE_RUNNER_IMAGE" : "KUBERNETES_RUNNER_IMAGE";
  }

  /** Where new ones go; empty for wherever there is room. */
  public String region() {
    return name.equals("fly") ? environment.getOrDefault("FLY_LIVE_RUNNER_REGION", "") : "";
  }

  /**
   * Opens the provider of machines elsewhere; nothing is called yet.
   *
   * @param library the distribution's {@code lib}
   * @throws ProblemException CONFIGURATION when a setting is missing or wrong
   */
  public MachineProvider open(Path library) {
    try {
      return MachineProviders.open(name, library, environment);
    } catch (MachineException e) {
      throw new ProblemException(
          Problem.configuration("machines of " + name, String.valueOf(e.getMessage()), ""), e);
    }
  }
}
