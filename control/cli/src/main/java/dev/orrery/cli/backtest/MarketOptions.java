package dev.orrery.cli.backtest;

import dev.orrery.broker.margin.MarginTiers;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a backtest plays: recordings, what they are of, and rules of their instruments. */
public final class MarketOptions {
  private static final String REPLAY = "replay";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--market",
      paramLabel = "SOURCE",
      description = {
        "`replay:FILE`, candles or trades; `replay` is the bundled recording (default). Given",
        "several times, all are played at once; `replay:DIR` is every file in a folder, named",
        "after its symbol."
      })
  private List<String> markets = new ArrayList<>();

  @Option(
      names = "--symbol",
      paramLabel = "SYMBOL",
      description = "What the file is of (BTC); with several, once for each, in their order.")
  private List<String> symbols = new ArrayList<>();

  @Option(
      names = "--instrument",
      paramLabel = "RULES",
      description = {
        "Rules of a symbol: ETH:quantityStep=0.001,priceIncrement=0.01,significantFigures=5,",
        "minNotional=10,maxLeverage=25,tiers=25/100000000/15; what is left out stays."
      })
  private List<String> instruments = new ArrayList<>();

  /** For picocli to fill in. */
  public MarketOptions() {}

  /**
   * The recordings, in the order given.
   *
   * @throws ProblemException when a folder or a rule makes no sense
   */
  public List<Replay> recordings() {
    List<Replay> found = files();
    Map<String, Replay> bySymbol = new LinkedHashMap<>();
    List<Replay> ruled = new ArrayList<>();
    for (Replay each : found) {
      ruled.add(InstrumentRules.applied(instruments, each));
      bySymbol.put(each.symbol(), each);
    }
    InstrumentRules.requireKnown(instruments, bySymbol.keySet());
    return ruled;
  }

  /** The margin tables that rules name, by symbol. */
  public Map<String, MarginTiers> tiers() {
    return InstrumentRules.tiers(instruments);
  }

  /** What recordings are of. */
  public static List<String> symbolsOf(List<Replay> recordings) {
    return recordings.stream().map(Replay::symbol).toList();
  }

  private List<Replay> files() {
    if (markets.isEmpty()) {
      markets = List.of(REPLAY);
    }
    if (markets.size() == 1 && isFolder(markets.getFirst())) {
      return folder(Path.of(markets.getFirst().substring(REPLAY.length() + 1)));
    }
    if (markets.size() > 1 && symbols.size() != markets.size()) {
      throw wrong(
          "--market is given "
              + markets.size()
              + " times and --symbol "
              + symbols.size()
              + ": say of each what it is of, in the same order");
    }
    List<Replay> found = new ArrayList<>();
    for (int i = 0; i < markets.size(); i++) {
      found.add(recording(markets.get(i), symbols.isEmpty() ? "BTC" : symbols.get(i)));
    }
    return found;
  }

  private Replay recording(String market, String symbol) {
    return Recordings.named(market, symbol)
        .orElseThrow(() ->
            wrong("--market " + market + ": a backtest plays a recording, write replay:FILE"));
  }

  private static boolean isFolder(String market) {
    return market.startsWith(REPLAY + ":")
        && Files.isDirectory(Path.of(market.substring(REPLAY.length() + 1)));
  }

  /** Every file of a folder, by name, of the symbol that its name begins with. */
  private List<Replay> folder(Path folder) {
    if (!symbols.isEmpty()) {
      throw wrong("--symbol says nothing of a folder: its files are named after their symbols");
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Replay> found =
          all.filter(Files::isRegularFile)
              .filter(file -> file.toString().matches(".*\\.(csv|parquet)"))
              .sorted()
              .map(file -> Replay.of(file, symbolOf(file)))
              .toList();
      if (found.isEmpty()) {
        throw new ProblemException(
            Problem.configuration(
                "market " + folder,
                "has no .csv or .parquet file",
                "name them after their symbols, like BTC-1m.csv"));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static String symbolOf(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("[-_.].*", "");
  }

  private ParameterException wrong(String cause) {
    return new ParameterException(spec.commandLine(), cause);
  }
}
