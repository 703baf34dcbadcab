package dev.orrery.cli;

import dev.orrery.backtest.check.CheckResult;
import dev.orrery.backtest.check.JarCheck;
import dev.orrery.cli.backtest.Recordings;
import dev.orrery.cli.check.CheckData;
import dev.orrery.cli.check.CheckText;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.PluginSources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a strategy decides by its context alone. */
@Command(
    name = "check",
    description = {
      "Looks whether a strategy decides by what its context gives and by nothing else: reads its",
      "code for clocks, randomness, threads, files, statics and the like, then plays it over",
      "recorded data again, shorter, begun later and with its jar exchanged midway, and compares.",
      "Exit code 1 when something is found."
    },
    footer = {
      "",
      "  orrery check sma-cross",
      "  orrery check target/my-strategy-1.0.jar --market replay:btc-1m.csv -p fast=10",
      "  orrery check target/my-strategy-1.0.jar --json | jq .code[].path"
    })
final class CheckVerb implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

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
  private String market = Recordings.BUNDLED;

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

  @Option(names = "--json", description = "Print one object with every finding.")
  private boolean json;

  CheckVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Logs.quiet(console);
    CheckResult result = check().run();
    if (json) {
      console.out().println(JsonText.line(CheckData.object(result)));
    } else {
      CheckText.lines(result, console.ink()).forEach(console.out()::println);
    }
    return (result.passes() ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  private JarCheck check() {
    JarCheck check = JarCheck.over(recording());
    if (subject.contains("/") || subject.contains(".")) {
      check.jar(Path.of(subject));
      if (strategy != null) {
        check.strategy(strategy);
      }
    } else {
      (plugins == null ? ConfigOptions.bundledJars(console, subject) : PluginSources.in(plugins))
          .forEach(check::jar);
      check.strategy(subject);
    }
    parameters.forEach(check::parameter);
    return check;
  }

  private Replay recording() {
    return Recordings.named(market, symbol)
        .orElseThrow(() ->
            new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "--market " + market + ": a check plays a recording, write replay:FILE"));
  }
}
