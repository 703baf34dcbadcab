package dev.orrery.backtest.check;

import dev.orrery.backtest.JarChoice;
import dev.orrery.kernel.ArtifactStore;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.RefusedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An inspection of a strategy's honesty: whether its decisions follow from its context alone. First
 * its code is read, then it is played over a market, several times. Confined to one thread.
 */
public final class JarCheck {
  private final Replay market;
  private final List<Path> jars = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private @Nullable String strategy;

  private JarCheck(Replay market) {
    this.market = market;
  }

  /** Played over a recording. */
  public static JarCheck over(Replay market) {
    return new JarCheck(market);
  }

  /** A jar with strategies. */
  public JarCheck jar(Path file) {
    jars.add(file);
    return this;
  }

  /** Which of them; not needed where there is one. */
  public JarCheck strategy(String name) {
    strategy = name;
    return this;
  }

  /** One parameter, by the name of its record component. */
  public JarCheck parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /**
   * Inspects it.
   *
   * @throws ProblemException when there is no such strategy, or data or parameters are wrong
   */
  public CheckResult run() {
    try (JarChoice choice = JarChoice.of(jars)) {
      List<RefusedJar> refused = choice.library().refused();
      if (jars.size() == 1 && !refused.isEmpty()) {
        return refused(jars.getFirst(), refused.getFirst());
      }
      StrategyDescriptor found = choice.find(strategy);
      return check(found, home(choice, found));
    }
  }

  private CheckResult check(StrategyDescriptor found, Path jar) {
    Trials.Outcome played =
        new Trials(jar, found.name(), new Playback(found.name(), parameters), market).run();
    return new CheckResult(
        found.name(),
        found.fileName(),
        found.jarDigest().hex(),
        null,
        market.name(),
        played.decisions(),
        played.digest(),
        code(jar),
        played.results());
  }

  /** What nobody may run is only read. */
  private CheckResult refused(Path jar, RefusedJar refusal) {
    List<CodeFinding> code = code(jar);
    if (code.isEmpty()) {
      throw new ProblemException(refusal.problem());
    }
    String name = String.join(", ", refusal.strategies().stream().sorted().toList());
    return new CheckResult(
        strategy == null ? name : strategy,
        String.valueOf(jar.getFileName()),
        digest(jar),
        refusal.problem().line(),
        market.name(),
        0,
        null,
        code,
        List.of());
  }

  private static Path home(JarChoice choice, StrategyDescriptor found) {
    return choice.library().jars().stream()
        .filter(jar -> jar.digest().equals(found.jarDigest()))
        .map(LoadedJar::file)
        .findFirst()
        .orElseThrow();
  }

  private static List<CodeFinding> code(Path jar) {
    try {
      Path kept = Files.createTempDirectory("orrery-check-");
      try {
        ArtifactStore store = new FolderArtifactStore(kept, ".jar");
        return CodeCheck.of(jar, store);
      } finally {
        delete(kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a copy of " + jar, e);
    }
  }

  private static String digest(Path jar) {
    try {
      return Sha256.of(Files.readAllBytes(jar)).hex();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + jar, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
