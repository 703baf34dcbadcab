package dev.orrery.backtest.replay;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.plugin.KeptParameters;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.StrategyRequest;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.StrategyIdentity;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decisions are made by once more: the very jar with the very parameters, or another jar with
 * them. A jar is loaded once, and a strategy is made once for each set of parameters. Confined to
 * one thread.
 */
final class Editions implements AutoCloseable {
  private final JarSource jars;
  private final @Nullable Path other;
  private final Map<String, JarLoad> loaded = new HashMap<>();
  private final IdentityHashMap<StrategyIdentity, Map<String, LoadedStrategy>> made =
      new IdentityHashMap<>();

  /**
   * Loads what is asked for.
   *
   * @param other a jar in place of that which decided; null for none
   */
  Editions(JarSource jars, @Nullable Path other) {
    this.jars = jars;
    this.other = other;
  }

  /**
   * What a decision is made by.
   *
   * @throws ProblemException when the jar is gone, has no such strategy, or does not take the
   *     parameters
   */
  LoadedStrategy of(DecisionRecord decision) {
    // By reference: decisions share their identities, and a digest takes a while to compare.
    Map<String, LoadedStrategy> same =
        made.computeIfAbsent(decision.identity(), _ -> new HashMap<>(2));
    String account = decision.strategy().concat(decision.vault());
    LoadedStrategy known = same.get(account);
    if (known == null) {
      known = make(decision);
      same.put(account, known);
    }
    return known;
  }

  private LoadedStrategy make(DecisionRecord decision) {
    StrategyIdentity identity = decision.identity();
    JarLoad load =
        loaded.computeIfAbsent(
            other == null ? identity.jarDigest() : "", _ -> load(identity.jarDigest()));
    LoadedJar jar = load.jar();
    StrategyDescriptor offered = offered(jar, decision);
    boolean kept = !identity.parameters().isEmpty();
    StrategyRequest request =
        new StrategyRequest(
            offered.name(),
            Optional.of(offered.configurable() ? decision.strategy() : offered.name()),
            Optional.of(decision.vault()),
            Optional.empty(),
            kept && offered.configurable()
                ? KeptParameters.values(identity.parameters(), offered.parameters())
                : Map.of());
    LoadedStrategy strategy = load.library().create(request);
    if (other == null
        && !strategy.identity().parameterDigest().equals(identity.parameterDigest())) {
      strategy.close();
      throw new ProblemException(
          Problem.refused(
              "decision " + decision.id(),
              kept
                  ? "its parameters come out as " + strategy.parameters() + ", not as they were"
                  : "its parameters were not kept, only their digest",
              kept ? "" : "decisions of newer runs keep them"));
    }
    return strategy;
  }

  private JarLoad load(String digest) {
    if (other != null) {
      return JarLoad.of(other);
    }
    return kept(jars, digest);
  }

  /** The very jar. */
  static JarLoad kept(JarSource jars, String digest) {
    return JarLoad.kept(
        jars.find(digest)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.refused(
                        "jar " + digest.substring(0, Math.min(10, digest.length())),
                        "is not kept any more",
                        "name a jar with --jar to run its decisions by another"))),
        digest);
  }

  /** By its name within the jar; where that is not recorded, by the name it ran under. */
  static StrategyDescriptor offered(LoadedJar jar, DecisionRecord decision) {
    List<StrategyDescriptor> all = jar.strategies();
    String declared = decision.identity().strategy();
    String name = declared.isEmpty() ? decision.strategy() : declared;
    for (StrategyDescriptor each : all) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    if (declared.isEmpty() && all.size() == 1 && all.getFirst().configurable()) {
      return all.getFirst();
    }
    throw new ProblemException(
        Problem.refused(
            "jar " + jar.fileName(),
            "has no strategy " + name,
            "it has "
                + String.join(", ", all.stream().map(StrategyDescriptor::name).sorted().toList())));
  }

  @Override
  public void close() {
    made.values().forEach(some -> some.values().forEach(LoadedStrategy::close));
    loaded.values().forEach(JarLoad::close);
  }
}
