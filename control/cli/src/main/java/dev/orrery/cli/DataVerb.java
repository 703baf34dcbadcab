package dev.orrery.cli;

import dev.orrery.api.market.Interval;
import dev.orrery.backtest.recorded.FundingGenerator;
import dev.orrery.cli.backtest.Recordings;
import dev.orrery.cli.data.CheckText;
import dev.orrery.cli.data.JumpEvents;
import dev.orrery.cli.data.VenueFetch;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.InstantText;
import dev.orrery.cli.print.JsonText;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.check.DataCheck;
import dev.orrery.market.check.DataImport;
import dev.orrery.market.check.DataReport;
import dev.orrery.market.replay.Replay;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recorded data: taken in, looked through, fetched, made. */
@Command(
    name = "data",
    description = {
      "Recorded data for backtests and replayed markets: takes in exports, looks for what is wrong,",
      "fetches from a venue, makes series and events. Needs no daemon."
    })
final class DataVerb {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  DataVerb(Console console) {
    this.console = console;
  }

  @Command(
      name = "import",
      description = {
        "Writes an export of another program in our columns, time_ms,open,high,low,close,volume or",
        "time_ms,price,size. Columns are known by their names, times are told apart and said.",
        "What is ambiguous or wrong is refused, and nothing is mended."
      })
  int take(
      @Parameters(paramLabel = "FILE", description = "CSV or Parquet.") Path file,
      @Option(
              names = "--symbol",
              paramLabel = "SYMBOL",
              required = true,
              description = "What it is of; a column may be named after it, like Volume BTC.")
          String symbol,
      @Option(
              names = "--interval",
              paramLabel = "LENGTH",
              description = "Length of the candles, 1m; without, the shortest distance of two.")
          @Nullable String interval,
      @Option(
              names = "--to",
              paramLabel = "FILE",
              required = true,
              description = "What to write: a name that ends in .csv or .parquet.")
          Path to) {
    Logs.quiet(console);
    DataImport.Done done =
        DataImport.of(file, symbol, interval("import", interval), requireName(to));
    console
        .out()
        .println(
            (done.candles() ? "candles" : "trades")
                + " of "
                + symbol
                + ", times are "
                + done.times()
                + (done.turned() ? ", newest first: turned round" : ""));
    console.out().println(to + ": " + done.summary().line());
    return ExitCode.DONE.code();
  }

  @Command(
      description = {
        "Looks through recorded data: rows that are none, disorder, duplicates, gaps, prices of zero",
        "and less, highs below lows, spikes. Ends with 0 when nothing was found, else with 1."
      })
  int check(
      @Parameters(paramLabel = "FILE", description = "CSV or Parquet.") Path file,
      @Option(
              names = "--spike",
              paramLabel = "N",
              description = "From how many robust deviations on a move is a spike (25).")
          @Nullable Double spike,
      @Option(names = "--json", description = "Print one object.") boolean json) {
    double deviations = spike == null ? DataCheck.USUAL_SPIKE : spike;
    if (!(deviations > 0)) {
      throw wrong("check", "--spike is greater than zero");
    }
    DataReport report = DataCheck.of(file, deviations);
    if (json) {
      console.out().println(JsonText.line(CheckText.object(file, report)));
    } else {
      CheckText.lines(file, report).forEach(console.out()::println);
    }
    return (report.isClean() ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  @Command(
      description = {
        "Asks a venue for candles, or with --funding for hourly rates, and adds them to a CSV file.",
        "The same call goes on where the file ends. Keeps to the venue's limits.",
        "Candles: the venue has the last 5,000 of an interval."
      })
  int fetch(
      @Option(
              names = "--from-venue",
              paramLabel = "URL",
              required = true,
              description = "Scheme, host and port: http://127.0.0.1:3001.")
          URI venue,
      @Option(names = "--symbol", paramLabel = "SYMBOL", required = true, description = "Of what.")
          String symbol,
      @Option(names = "--interval", paramLabel = "LENGTH", description = "Of the candles (1m).")
          @Nullable String interval,
      @Option(
              names = "--from",
              paramLabel = "DATE",
              required = true,
              converter = InstantText.class,
              description = "From here: 2024-03-01 or 2024-03-01T06:00:00Z.")
          Instant from,
      @Option(
              names = "--to",
              paramLabel = "DATE",
              converter = InstantText.class,
              description = "Until before this; without, until the venue's now.")
          @Nullable Instant to,
      @Option(
              names = "--to-file",
              paramLabel = "FILE",
              required = true,
              description = "CSV that is made or goes on.")
          Path file,
      @Option(names = "--funding", description = "Rates instead of candles.") boolean funding)
      throws InterruptedException {
    Logs.quiet(console);
    if (!file.toString().endsWith(".csv")) {
      throw wrong("fetch", "--to-file " + file + ": write a .csv; data import makes Parquet of it");
    }
    Interval length = Objects.requireNonNullElse(interval("fetch", interval), Interval.MINUTE);
    try (RestClient client = new RestClient(settings(venue), new RequestBudget(System::nanoTime))) {
      VenueFetch fetch = new VenueFetch(client, symbol, VenueFetch.CANDLES_A_PAGE, this::tell);
      long until = to == null ? fetch.now() : to.toEpochMilli();
      int written =
          funding
              ? fetch.funding(from.toEpochMilli(), until, file)
              : fetch.candles(length, from.toEpochMilli(), until, file);
      erase();
      console.out().println(file + ": " + written + (funding ? " rates" : " candles") + " added");
      return ExitCode.DONE.code();
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              file.toString(), "cannot go on: " + IoFailure.cause(e), "name another file"),
          e);
    }
  }

  @Command(
      description = {
        "Makes data: `funding`, an hourly series of rates from a seed (docs/data.md has the",
        "formula), or `jumps`, events of the sudden moves in a recording."
      })
  int generate(
      @Parameters(paramLabel = "KIND", description = "funding or jumps.") String kind,
      @Option(names = "--seed", paramLabel = "N", description = "The same gives the same (1).")
          @Nullable Long seed,
      @Option(
              names = "--from",
              paramLabel = "DATE",
              converter = InstantText.class,
              description = "funding: from this hour.")
          @Nullable Instant from,
      @Option(
              names = "--to",
              paramLabel = "DATE",
              converter = InstantText.class,
              description = "funding: until before this hour.")
          @Nullable Instant to,
      @Option(names = "--mean", paramLabel = "RATE", description = "funding: its mean (0.0000125).")
          @Nullable Double mean,
      @Option(
              names = "--reversion",
              paramLabel = "PART",
              description = "funding: how much of the way to its mean it goes each hour (0.05).")
          @Nullable Double reversion,
      @Option(
              names = "--deviation",
              paramLabel = "RATE",
              description = "funding: how far an hour moves it (0.00001).")
          @Nullable Double deviation,
      @Option(
              names = "--market",
              paramLabel = "SOURCE",
              description = "jumps: replay:FILE; replay is the bundled recording (default).")
          @Nullable String market,
      @Option(names = "--symbol", paramLabel = "SYMBOL", description = "jumps: of the file (BTC).")
          @Nullable String symbol,
      @Option(names = "--percent", paramLabel = "N", description = "jumps: least move (1).")
          @Nullable Double percent,
      @Option(
              names = "--window",
              paramLabel = "DURATION",
              description = "jumps: within which it happens (1m).")
          @Nullable Duration window,
      @Option(
              names = "--cooldown",
              paramLabel = "DURATION",
              description = "jumps: least time between two (5m).")
          @Nullable Duration cooldown,
      @Option(
              names = "--to-file",
              paramLabel = "FILE",
              description = "Where to write; without, to standard output.")
          @Nullable Path file) {
    Logs.quiet(console);
    Consumer<Consumer<String>> lines =
        switch (kind) {
          case "funding" -> {
            if (from == null || to == null) {
              throw wrong("generate", "funding needs --from and --to");
            }
            FundingGenerator generator = generator(seed, mean, reversion, deviation);
            yield out -> generator.write(from.toEpochMilli(), to.toEpochMilli(), out);
          }
          case "jumps" -> {
            Replay recording = recording(market, symbol);
            double least = Objects.requireNonNullElse(percent, 1.0);
            Duration within = Objects.requireNonNullElse(window, Duration.ofMinutes(1));
            Duration quiet = Objects.requireNonNullElse(cooldown, Duration.ofMinutes(5));
            yield out -> JumpEvents.write(recording, least, within, quiet, out);
          }
          default -> throw wrong("generate", "there is no " + kind + ": say funding or jumps");
        };
    write(file, lines);
    return ExitCode.DONE.code();
  }

  private FundingGenerator generator(
      @Nullable Long seed,
      @Nullable Double mean,
      @Nullable Double reversion,
      @Nullable Double deviation) {
    try {
      return new FundingGenerator(
          Objects.requireNonNullElse(seed, 1L),
          Objects.requireNonNullElse(mean, FundingGenerator.USUAL_MEAN),
          Objects.requireNonNullElse(reversion, FundingGenerator.USUAL_REVERSION),
          Objects.requireNonNullElse(deviation, FundingGenerator.USUAL_DEVIATION));
    } catch (IllegalArgumentException e) {
      throw wrong("generate", String.valueOf(e.getMessage()));
    }
  }

  private Replay recording(@Nullable String market, @Nullable String symbol) {
    return Recordings.named(
            Objects.requireNonNullElse(market, Recordings.BUNDLED),
            Objects.requireNonNullElse(symbol, "BTC"))
        .orElseThrow(() -> wrong("generate", "--market " + market + ": write replay:FILE"));
  }

  private void write(@Nullable Path file, Consumer<Consumer<String>> lines) {
    if (file == null) {
      lines.accept(console.out()::println);
      return;
    }
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      lines.accept(line -> out.append(line).append('\n'));
      if (out.checkError()) {
        throw new IOException("not everything could be written");
      }
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              file.toString(), "cannot be written: " + IoFailure.reason(e), "name another file"),
          e);
    }
  }

  private static RestSettings settings(URI venue) {
    try {
      return RestSettings.of(venue);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration(
              "--from-venue " + venue, "is no address", "write http://127.0.0.1:3001"),
          e);
    }
  }

  private @Nullable Interval interval(String nested, @Nullable String text) {
    try {
      return text == null ? null : Interval.of(text);
    } catch (IllegalArgumentException e) {
      throw wrong(nested, "--interval '" + text + "' is none: write 1m, 15m, 1h or 1d");
    }
  }

  private Path requireName(Path to) {
    if (!to.toString().endsWith(".csv") && !to.toString().endsWith(".parquet")) {
      throw wrong("import", "--to " + to + ": end it in .csv or .parquet");
    }
    return to;
  }

  private void tell(String news) {
    if (console.errTerminal()) {
      console.err().print("\r\u001b[K" + news);
    }
  }

  private void erase() {
    if (console.errTerminal()) {
      console.err().print("\r\u001b[K");
    }
  }

  private ParameterException wrong(String nested, String cause) {
    return new ParameterException(Objects.requireNonNull(spec).subcommands().get(nested), cause);
  }
}
