package dev.orrery.runtime;

import dev.orrery.api.Trigger;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.model.LanguageModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one strategy is to run: what a builder's {@code strategy(name, ...)} fills in, or {@link
 * Newcomers} answer. Not changed any more once the strategy runs.
 */
public final class StrategyOptions {
  private final String name;
  private String strategy;
  private @Nullable String deployment;
  private @Nullable String vault;
  private @Nullable List<Trigger> triggers;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private @Nullable RiskCaps caps;
  private Duration deadline = Duration.ofSeconds(5);
  private int concurrent = 4;
  private boolean each;
  private LanguageModel model = LanguageModel.NONE;

  private final List<Problem> mistakes = new ArrayList<>();

  StrategyOptions(String name) {
    this.name = name;
    this.strategy = name;
  }

  /** Of a strategy that runs under this name. */
  public static StrategyOptions named(String name) {
    return new StrategyOptions(name);
  }

  /** The strategy's name in its jar, when it is to run under another. */
  public StrategyOptions of(String declaredName) {
    this.strategy = declaredName;
    return this;
  }

  /** The deployment's id, a UUID; without one it is a pure function of the name. */
  public StrategyOptions deployment(String id) {
    this.deployment = id;
    return this;
  }

  /** The account it trades on. */
  public StrategyOptions vault(String id) {
    this.vault = id;
    return this;
  }

  /** What wakes it, instead of what it declares. */
  public StrategyOptions triggers(List<Trigger> wanted) {
    this.triggers = List.copyOf(wanted);
    return this;
  }

  /** One parameter, by the name of its record component. */
  public StrategyOptions parameter(String component, Object value) {
    parameters.put(component, value);
    return this;
  }

  /** Its caps. */
  public StrategyOptions caps(RiskCaps wanted) {
    this.caps = wanted;
    return this;
  }

  /**
   * Its caps, from a YAML file with the keys of {@code caps} of the configuration; read at once.
   * What is wrong with it is told when the runtime is built.
   */
  public StrategyOptions caps(Path file) {
    try {
      this.caps = CapsFile.read(file);
    } catch (ProblemException e) {
      mistakes.addAll(e.problems());
    }
    return this;
  }

  /** The shipped caps for paper, for these symbols. */
  public StrategyOptions paperCaps(String... symbols) {
    this.caps = CapsFile.paperDefaults(Set.of(symbols));
    return this;
  }

  /** Longest call of {@code decide}; 5 s without. Zero: none. */
  public StrategyOptions deadline(Duration longest) {
    if (longest.isNegative()) {
      mistaken("has a deadline of " + longest, "give it one, or zero for none");
      return this;
    }
    this.deadline = longest;
    return this;
  }

  /** Most decisions at once; 4 without. Further firings are skipped as busy. */
  public StrategyOptions concurrent(int most) {
    if (most < 1) {
      mistaken("may decide " + most + " times at once", "let it decide at least once");
      return this;
    }
    this.concurrent = most;
    return this;
  }

  /** Orders of a decision are sent without those that are denied, instead of all or none. */
  public StrategyOptions each() {
    this.each = true;
    return this;
  }

  /** The language model it may ask. */
  public StrategyOptions model(LanguageModel wanted) {
    if (wanted == null) {
      mistaken("has a language model that is null", "leave it out");
      return this;
    }
    this.model = wanted;
    return this;
  }

  private void mistaken(String cause, String wayOut) {
    mistakes.add(Problem.configuration("strategy " + name, cause, wayOut));
  }

  List<Problem> mistakes() {
    return mistakes;
  }

  String deploymentId() {
    return deployment != null
        ? deployment
        : UUID.nameUUIDFromBytes(("orrery:" + name).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Whose options these are. */
  public String name() {
    return name;
  }

  String strategy() {
    return strategy;
  }

  Optional<String> vault() {
    return Optional.ofNullable(vault);
  }

  Optional<List<Trigger>> triggers() {
    return Optional.ofNullable(triggers);
  }

  Map<String, Object> parameters() {
    return parameters;
  }

  Optional<RiskCaps> caps() {
    return Optional.ofNullable(caps);
  }

  Duration deadline() {
    return deadline;
  }

  int concurrent() {
    return concurrent;
  }

  boolean sendsEach() {
    return each;
  }

  LanguageModel model() {
    return model;
  }
}
