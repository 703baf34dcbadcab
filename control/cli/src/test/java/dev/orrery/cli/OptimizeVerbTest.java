package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OptimizeVerbTest {
  private static final String SEARCH =
      "optimize sma-cross --grid fast=5,10,40 --grid slow=20,30 --to 2013-11-27";

  @TempDir private static Path home;

  @BeforeAll
  static void bundle() throws IOException {
    BundledPlugins.into(home.resolve("plugins"));
  }

  private static Captured run(int code, String words) {
    Captured console = Captured.at(home);
    assertThat(console.run(words.replace("%f", home.toString()).split(" "))).isEqualTo(code);
    return console;
  }

  @Test
  void showsTheBestAndWhatDoesNotFit() {
    Captured console = run(0, SEARCH + " --top 2");
    assertThat(console.out())
        .startsWith("sma-cross by sharpe\n2013-11-25T")
        .contains(
            "fast  slow  Sharpe",
            "4 combinations ran, the best 2 are shown",
            "2 combinations do not fit and were not run:\n  fast=40 slow=20: ",
            "fast must be fewer candles than slow",
            "deflated Sharpe ratio of the best ");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void givesTheSameToProgramsAndGoesOnFromAFolder() throws IOException {
    JsonNode object = JsonText.read(run(0, SEARCH + " --json --threads 1 --out %f/search").out());
    assertThat(object.get("results")).hasSize(4);
    assertThat(object.get("refused")).hasSize(2);
    assertThat(object.get("deflated_sharpe").get("trials").asInt()).isEqualTo(4);
    List<String> lines = run(0, SEARCH + " --csv").out().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.getFirst()).startsWith("fast,slow,sharpe,return,max_drawdown,trades");
    JsonNode best = object.get("results").get(0);
    assertThat(lines.get(1))
        .startsWith(
            best.get("parameters").get("fast").asString()
                + ","
                + best.get("parameters").get("slow").asString()
                + ","
                + best.get("sharpe").asString())
        .endsWith(best.get("digest").asString());
    assertThat(run(0, SEARCH + " --out %f/search").out()).contains("4 runs were known from before");
    assertThat(Files.readString(home.resolve("search/trials.tsv"))).startsWith("# form\torrery");
    assertThat(run(3, SEARCH + " --out %f/search --cash 5000").err())
        .contains("trials.tsv: was made with another account")
        .hasLineCount(1);
  }

  @Test
  void walksForward() {
    String words =
        "optimize sma-cross --grid fast=5,10 --grid slow=20 --walk-forward 24h/12h/12h --metric"
            + " return";
    assertThat(run(0, words).out())
        .contains("tested from", "in sample", "out of sample", "joined out of sample: return");
    JsonNode object = JsonText.read(run(0, words + " --json").out());
    assertThat(object.get("windows").size()).isGreaterThan(5);
    assertThat(object.get("joined").get("curve").size()).isGreaterThan(100);
    assertThat(run(0, words + " --csv").out())
        .startsWith("train_from,test_from,test_until,fast,slow,in_sample,sharpe")
        .hasLineCount(object.get("windows").size() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          optimize sma-cross                                          | 2 | orrery optimize: missing NAME=VALUES of --grid
          optimize sma-cross --grid fast=1 --json --csv               | 2 | orrery optimize: say --json or --csv, not both
          optimize sma-cross --grid fast=1 --metric luck              | 2 | orrery optimize: --metric luck: there are sharpe, return
          optimize sma-cross --grid fast=1 --threads 0                | 2 | orrery optimize: --random, --threads and --top are at least 1
          optimize sma-cross --grid fast=1 --market hyperliquid       | 2 | orrery optimize: --market hyperliquid: a backtest plays a recording
          optimize sma-cross --grid fast                              | 3 | orrery: grid fast: names no values (write NAME=5..50/5 or NAME=20,50,100)
          optimize sma-cross --grid fats=5..50/5                      | 3 | orrery: grid fats: is no parameter of sma-cross (did you mean fast?)
          optimize sma-cross --grid fast=0                            | 3 | orrery: the grid: has no combination that sma-cross takes
          optimize sma-cross --grid fast=1 --walk-forward 3d          | 3 | orrery: walk-forward 3d: is not TRAIN/TEST/STEP (write it like 90d/30d/30d)
          optimize sma-cross --grid fast=1 --walk-forward 90d/30d/30d | 3 | orrery: walk-forward PT2160H/PT720H/PT720H: does not fit once into
          optimize gridd --grid fast=1                                | 3 | orrery: strategy gridd: is in none of the jars (did you mean grid?)
          optimize sma-cross --grid fast=1 --market replay:%f/no.csv  | 3 | orrery: %f/no.csv: no such file
          """)
  void saysInOneLineWhatIsWrong(String words, int code, String line) {
    Captured console = run(code, words);
    assertThat(console.err()).startsWith(line.replace("%f", home.toString())).hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }
}
