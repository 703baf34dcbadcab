package dev.orrery.cli.backtest;

import dev.orrery.backtest.Backtest;
import dev.orrery.cli.print.InstantText;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.PluginSources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is tested, over what, with which account. */
public final class SubjectOptions {
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

  @Mixin private MarketOptions market = new MarketOptions();

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

  @Mixin private BesideOptions beside = new BesideOptions();

  /** For picocli to fill in. */
  public SubjectOptions() {}

  /**
   * As it was asked for.
   *
   * @param bundled where a strategy of the bundled plugins is looked for, by its name
   * @throws dev.orrery.kernel.ProblemException when a file is missing or malformed, or the account
   *     makes no sense
   */
  public Backtest backtest(Function<String, List<Path>> bundled) {
    List<Replay> recordings = market.recordings();
    Backtest backtest =
        Backtest.over(recordings).warmUp(warmUp).account(paper.settings(market.tiers()));
    beside.addTo(backtest, MarketOptions.symbolsOf(recordings));
    if (subject.contains("/") || subject.contains(".")) { // names of strategies have neither
      backtest.jar(Path.of(subject));
      if (strategy != null) {
        backtest.strategy(strategy);
      }
    } else {
      (plugins == null ? bundled.apply(subject) : PluginSources.in(plugins)).forEach(backtest::jar);
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
}
