package dev.orrery.cli;

import dev.orrery.backtest.Progress;
import dev.orrery.backtest.optimize.Axis;
import dev.orrery.backtest.optimize.Metric;
import dev.orrery.backtest.optimize.OptimizeResult;
import dev.orrery.backtest.optimize.Optimizer;
import dev.orrery.backtest.optimize.ParameterSpace;
import dev.orrery.backtest.optimize.WalkForward;
import dev.orrery.cli.backtest.OptimizeData;
import dev.orrery.cli.backtest.OptimizeText;
import dev.orrery.cli.backtest.SearchProgress;
import dev.orrery.cli.backtest.SubjectOptions;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Many backtests of one strategy. */
@Command(
    name = "optimize",
    description = {
      "Backtests a strategy with many combinations of parameters, several at once over the same",
      "data, and shows the best. Combinations that do not fit the strategy are counted, not run.",
      "Says when the best is likely the luck of the search."
    },
    footer = {
      "",
      "  orrery optimize sma-cross --grid fast=5..50/5 --grid slow=20,50,100",
      "  orrery optimize sma-cross --grid fast=2..60 --grid slow=10..400 --random 500 --seed 7",
      "  orrery optimize my.jar --market replay:btc-1m.csv --grid fast=5..20 --out search",
      "  orrery optimize sma-cross --grid fast=5..20/5 --walk-forward 48h/24h/24h"
    })
final class OptimizeVerb implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private SubjectOptions subject = new SubjectOptions();

  @Option(
      names = "--grid",
      required = true,
      paramLabel = "NAME=VALUES",
      description = {
        "A parameter and its values: 5..50/5 (from, to, step) or 20,50,100;",
        "as often as needed, all combinations are tried."
      })
  private List<String> grid = new ArrayList<>();

  @Option(
      names = "--random",
      paramLabel = "N",
      description = "Try N combinations of the grid, drawn by --seed, not all.")
  private int random;

  @Option(names = "--seed", paramLabel = "S", description = "What draws them (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many run at once; without, as many as there are processors.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = {
        "What the best has most of: sharpe (default), return,",
        "drawdown, return-over-drawdown."
      })
  private String metric = Metric.SHARPE.text();

  @Option(
      names = "--walk-forward",
      paramLabel = "TRAIN/TEST/STEP",
      description = {
        "Search in windows that roll over the range, and try the best of",
        "each in what follows it: 90d/30d/30d."
      })
  private @Nullable String walkForward;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Keep each run here; started again, the search goes on.")
  private @Nullable Path out;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many of the best to show (${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(names = "--json", description = "Print one object with every run.")
  private boolean json;

  @Option(names = "--csv", description = "Print every run, a line each.")
  private boolean csv;

  OptimizeVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (json && csv) {
      throw wrong("say --json or --csv, not both");
    }
    if (random < 0 || threads < 1 || top < 1) {
      throw wrong("--random, --threads and --top are at least 1");
    }
    Logs.quiet(console);
    Optimizer optimizer = optimizer();
    OptimizeResult result;
    try {
      result = optimizer.run();
    } finally {
      if (console.errTerminal()) {
        console.err().print("\r\u001b[K");
      }
    }
    if (json) {
      console.out().println(JsonText.line(OptimizeData.object(result)));
    } else if (csv) {
      OptimizeData.csv(result).forEach(console.out()::println);
    } else {
      OptimizeText.lines(result, console.ink(), top, console.room())
          .forEach(console.out()::println);
    }
    return ExitCode.DONE.code();
  }

  private Optimizer optimizer() {
    ParameterSpace space = new ParameterSpace(grid.stream().map(Axis::of).toList());
    Optimizer optimizer =
        Optimizer.over(subject.backtest(name -> ConfigOptions.bundledJars(console, name)), space)
            .threads(threads)
            .metric(metric())
            .progress(
                console.errTerminal()
                    ? new SearchProgress(console, System::nanoTime)
                    : Progress.UNHEARD);
    if (random > 0) {
      optimizer.random(random, seed);
    }
    if (walkForward != null) {
      optimizer.walkForward(WalkForward.of(walkForward));
    }
    return out == null ? optimizer : optimizer.folder(out);
  }

  private Metric metric() {
    return Arrays.stream(Metric.values())
        .filter(each -> each.text().equals(metric))
        .findFirst()
        .orElseThrow(() ->
            wrong(
                "--metric "
                    + metric
                    + ": there are "
                    + Arrays.stream(Metric.values())
                        .map(Metric::text)
                        .collect(Collectors.joining(", "))));
  }

  private ParameterException wrong(String cause) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), cause);
  }
}
