package dev.orrery.backtest;

import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.StrategyRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A backtest with its jar loaded: each run makes a fresh runtime, account and strategy of the same
 * classes over the same columns, so that a thousand runs load and compile them once. What a
 * strategy keeps in static fields would survive from run to run. Confined to one thread; several
 * may share the data, each with one of its own.
 */
public final class LoadedBacktest implements AutoCloseable {
  private final Backtest settings;
  private final JarChoice choice;
  private final StrategyDescriptor chosen;

  LoadedBacktest(Backtest settings, JarChoice choice) {
    this.settings = settings;
    this.choice = choice;
    try {
      this.chosen = choice.find(settings.wanted());
    } catch (ProblemException e) {
      choice.close();
      throw e;
    }
  }

  /** What is tested. */
  public StrategyDescriptor strategy() {
    return chosen;
  }

  /** Everything but the parameters given to {@link #run} that makes its result what it is. */
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("strategy", chosen.name());
    all.put("jar", chosen.jarDigest().hex());
    all.putAll(settings.settings());
    return all;
  }

  /** When the first row is played. */
  public Instant first() {
    return Instant.ofEpochMilli(settings.range().from());
  }

  /** When the last row is. */
  public Instant last() {
    return Instant.ofEpochMilli(settings.range().to());
  }

  /**
   * Makes a strategy with these parameters, and lets it go.
   *
   * @throws ProblemException when they do not fit: unknown, of another type, out of range, or
   *     refused by the strategy
   */
  public void check(Map<String, ?> parameters) {
    Map<String, Object> all = new LinkedHashMap<>(settings.parameters());
    all.putAll(parameters);
    StrategyRequest request = StrategyRequest.asDeclared(chosen.name());
    for (Map.Entry<String, Object> each : all.entrySet()) {
      request = request.parameter(each.getKey(), each.getValue());
    }
    try (LoadedStrategy made = choice.library().create(request)) {
      made.parameters();
    }
  }

  /**
   * Plays the range.
   *
   * @param parameters over those of the settings
   * @throws ProblemException when they do not fit
   */
  public Measured run(Map<String, ?> parameters) {
    return run(parameters, null, null);
  }

  /**
   * Plays another range; what lies before it warms candles.
   *
   * @param from null for that of the settings
   * @param until null for that of the settings
   * @throws ProblemException when the parameters do not fit or the range is empty
   */
  public Measured run(Map<String, ?> parameters, @Nullable Instant from, @Nullable Instant until) {
    return settings.play(choice, chosen, parameters, from, until);
  }

  @Override
  public void close() {
    choice.close();
  }
}
