package dev.orrery.cli.backtest;

import dev.orrery.backtest.Backtest;
import dev.orrery.cli.print.InstantText;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.PluginSources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is tested, over what, with which account. */
public final class SubjectOptions {
  private static final String REPLAY = "replay";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "JAR|NAME",
      description = "A jar or zip with the strategy, or the name of one in --plugins.")
  private String subject = "";

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = "Which one, where a jar holds several.")
  private @Nullable String strategy;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of jars to look for NAME in; without, the bundled ones.")
  private @Nullable Path plugins;

  @Option(
      names = "--market",
      paramLabel = "SOURCE",
      description =
          "`replay:FILE`, candles or trades; `replay` is the bundled recording (default).")
  private String market = REPLAY;

  @Option(
      names = "--symbol",
      paramLabel = "SYMBOL",
      description = "What the file is of (${DEFAULT-VALUE}).")
  private String symbol = "BTC";

  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the strategy; as often as needed.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      converter = InstantText.class,
      description =
          "Play from here: 2024-03-01 or 2024-03-01T06:00:00Z. Earlier data warms candles.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      converter = InstantText.class,
      description = "Play until before this.")
  private @Nullable Instant to;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      description = "Let so much of the range warm candles, untraded: 12h, 7d.")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--caps",
      paramLabel = "FILE",
      description = "YAML with the keys of a strategy's caps; without, the shipped ones for paper.")
  private @Nullable Path caps;

  @Mixin private PaperOptions paper = new PaperOptions();

  /** For picocli to fill in. */
  public SubjectOptions() {}

  /**
   * As it was asked for.
   *
   * @param bundled where the bundled plugins are
   */
  public Backtest backtest(Path bundled) {
    Backtest backtest = Backtest.over(recording()).warmUp(warmUp).account(paper.settings());
    if (subject.contains("/") || subject.contains(".")) { // names of strategies have neither
      backtest.jar(Path.of(subject));
      if (strategy != null) {
        backtest.strategy(strategy);
      }
    } else {
      PluginSources.in(plugins == null ? bundled : plugins).forEach(backtest::jar);
      backtest.strategy(subject);
    }
    parameters.forEach(backtest::parameter);
    if (from != null) {
      backtest.from(from);
    }
    if (to != null) {
      backtest.until(to);
    }
    return caps == null ? backtest : backtest.caps(caps);
  }

  private Replay recording() {
    if (market.equals(REPLAY)) {
      return Replay.bundled();
    }
    if (market.startsWith(REPLAY + ":")) {
      return Replay.of(Path.of(market.substring(REPLAY.length() + 1)), symbol);
    }
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "--market " + market + ": a backtest plays a recording, write replay:FILE");
  }
}
