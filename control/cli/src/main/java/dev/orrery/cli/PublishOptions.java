package dev.orrery.cli;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.run.Caps;
import dev.orrery.config.run.DefaultsConfig;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a version of a skill consists of beside its jar. */
final class PublishOptions {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the skill; without, that of the strategy.")
  private @Nullable String name;

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = "Which one, where a jar holds several.")
  private @Nullable String strategy;

  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the strategy; as often as needed.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--caps",
      paramLabel = "FILE",
      description = "YAML with the keys of a strategy's caps; without, the shipped ones for paper.")
  private @Nullable Path caps;

  @Option(
      names = "--symbols",
      split = ",",
      paramLabel = "SYMBOL",
      description = "What it looks at; without, what its caps allow.")
  private List<String> symbols = new ArrayList<>();

  @Option(
      names = "--tick-interval",
      paramLabel = "DURATION",
      description = "How often it is expected to tick (5m): silence is judged by it.")
  private @Nullable Duration tickInterval;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Its language model; without, none.")
  private @Nullable String model;

  /** Whether a word names a file with strategies; names of skills may have dots, too. */
  static boolean isJar(String word) {
    return word.endsWith(".jar") || word.endsWith(".zip");
  }

  /**
   * A jar with these, as the API takes it.
   *
   * @throws ProblemException CONFIGURATION when a file is missing or malformed
   */
  Map<String, @Nullable Object> of(Path jar) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("file", String.valueOf(jar.getFileName()));
    all.put("jar", Base64.getEncoder().encodeToString(bytes(jar)));
    all.put("risk", risk());
    if (!parameters.isEmpty()) {
      all.put("parameters", parameters);
    }
    if (name != null) {
      all.put("name", name);
    }
    if (strategy != null) {
      all.put("strategy", strategy);
    }
    if (!symbols.isEmpty()) {
      all.put("symbols", symbols);
    }
    if (tickInterval != null) {
      all.put("tickIntervalSeconds", Math.toIntExact(tickInterval.toSeconds()));
    }
    if (model != null) {
      all.put("model", model);
    }
    return all;
  }

  private static byte[] bytes(Path jar) {
    try {
      return Files.readAllBytes(jar);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              "jar " + jar, "cannot be read: " + IoFailure.cause(e), "name one that is there"),
          e);
    }
  }

  private Map<String, @Nullable Object> risk() {
    Caps risk =
        caps == null
            ? DefaultsConfig.defaults().paper()
            : ConfigLoader.of(Caps.class).file(caps).read().require().value();
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("maxPositionPct", risk.maxPositionPct());
    all.put("maxTotalExposurePct", risk.maxTotalExposurePct());
    all.put("maxOrdersPerDay", risk.maxOrdersPerDay());
    all.put("maxOrdersPerMinute", risk.maxOrdersPerMinute());
    all.put("maxLeverage", risk.maxLeverage());
    all.put("minOrderUsd", risk.minOrderUsd());
    all.put("allowedSymbols", risk.allowedSymbols().stream().sorted().toList());
    all.put("dailyLossHaltPct", risk.dailyLossHaltPct());
    all.put("maxMonthlyCostUsd", risk.maxMonthlyCostUsd());
    return all;
  }
}
