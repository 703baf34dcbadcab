package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.market.Interval;
import dev.orrery.cli.data.VenueFetch;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.feed.Recorded;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.market.file.MarketFileReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching from the local exchange, which answers as the venue does. */
class DataFetchTest {
  private static final int HISTORY = 5_400;

  @TempDir private static Path home;
  private static LocalExchange exchange;
  private static Instant now;

  @BeforeAll
  static void begin() throws IOException {
    StringBuilder text = new StringBuilder("time_ms,open,high,low,close,volume\n");
    for (int i = 0; i < 7_000; i++) {
      double price = 50_000 + i % 11;
      text.append(1_709_251_200_000L + i * 60_000L)
          .append(",%s,%s,%s,%s,5%n".formatted(price, price + 2, price - 1, price + 1));
    }
    Path bars = Files.writeString(home.resolve("bars.csv"), text);
    exchange =
        LocalExchange.with(VenueSettings.of(PerpSettings.of("BTC", new BigDecimal("50000"))))
            .limits(SocketLimits.LOOSE)
            .history(HISTORY)
            .plays(new Recorded("BTC", MarketFileReader.read(bars, null)))
            .port(0)
            .start();
    now = Instant.now().truncatedTo(ChronoUnit.HOURS);
  }

  @AfterAll
  static void end() {
    exchange.close();
  }

  private static Captured run(int code, String words) {
    Captured console = Captured.at(home);
    String venue = "http://127.0.0.1:" + exchange.port();
    assertThat(console.run(words.replace("%v", venue).replace("%f", home.toString()).split(" ")))
        .as(words + ": " + console.err())
        .isEqualTo(code);
    return console;
  }

  private static String candles(String file, Instant from, Instant to) {
    return run(
            0,
            "data fetch --from-venue %v --symbol BTC --interval 1m --from "
                + from
                + " --to "
                + to
                + " --to-file %f/"
                + file)
        .out();
  }

  @Test
  void goesOnWhereTheFileEnds() throws IOException {
    Instant from = now.minus(4_000, ChronoUnit.MINUTES);
    candles("all.csv", from, now.minusSeconds(600));
    List<String> all = Files.readAllLines(home.resolve("all.csv"));
    assertThat(all).hasSize(1 + 4_000 - 10);
    assertThat(all.getFirst()).isEqualTo("time_ms,open,high,low,close,volume");
    assertThat(all.get(1)).startsWith(from.toEpochMilli() + ",");
    assertThat(run(0, "data check %f/all.csv").out()).contains("nothing found");

    candles("parts.csv", from, now.minus(3, ChronoUnit.HOURS));
    // A writer that was killed in the middle of a line.
    Path parts = home.resolve("parts.csv");
    String half = Files.readString(parts);
    Files.writeString(parts, half.substring(0, half.length() - 20));
    candles("parts.csv", from, now.minusSeconds(600));
    assertThat(Files.readAllLines(parts)).isEqualTo(all);
    assertThat(candles("parts.csv", from, now.minusSeconds(600)))
        .isEqualTo(parts + ": 0 candles added\n");
  }

  @Test
  void goesThroughPages() throws Exception {
    Instant from = now.minus(1_000, ChronoUnit.MINUTES);
    Path one = home.resolve("one.csv");
    Path many = home.resolve("many.csv");
    List<String> news = new ArrayList<>();
    try (RestClient client =
        new RestClient(
            RestSettings.of(URI.create("http://127.0.0.1:" + exchange.port())),
            new RequestBudget(System::nanoTime))) {
      new VenueFetch(client, "BTC", 5_000, _ -> {})
          .candles(Interval.MINUTE, from.toEpochMilli(), now.toEpochMilli(), one);
      int written =
          new VenueFetch(client, "BTC", 300, news::add)
              .candles(Interval.MINUTE, from.toEpochMilli(), now.toEpochMilli(), many);
      assertThat(written).isEqualTo(1_000);
    }
    assertThat(news).containsExactly("300 candles", "600 candles", "900 candles", "1000 candles");
    assertThat(many).hasSameTextualContentAs(one);
  }

  @Test
  void leavesOutTheCandleThatStillForms() throws IOException {
    run(
        0,
        "data fetch --from-venue %v --symbol BTC --from "
            + now.minusSeconds(1_200)
            + " --to-file %f/now.csv");
    List<String> lines = Files.readAllLines(home.resolve("now.csv"));
    String last = lines.getLast();
    long opened = Long.parseLong(last.substring(0, last.indexOf(',')));
    assertThat(opened + 60_000).isLessThanOrEqualTo(Instant.now().toEpochMilli());
  }

  @Test
  void whereNothingIsLongAgoItGoesToWhereSomethingIs() throws IOException {
    candles("long.csv", Instant.parse("2020-01-01T00:00:00Z"), now.minusSeconds(600));
    assertThat(Files.readAllLines(home.resolve("long.csv"))).hasSizeGreaterThan(4_900);
  }

  @Test
  void fetchesRates() throws IOException {
    run(
        0,
        "data fetch --from-venue %v --symbol BTC --funding --from "
            + now.minusSeconds(7_200)
            + " --to-file %f/rates.csv");
    assertThat(Files.readAllLines(home.resolve("rates.csv")).getFirst()).isEqualTo("time_ms,rate");
  }

  @Test
  void saysInOneLineWhatIsWrong() throws IOException {
    Files.writeString(home.resolve("other.csv"), "a,b\n1,2\n");
    String fetch = "data fetch --symbol BTC --from 2024-01-01 --from-venue ";
    assertThat(run(3, fetch + "%v --to-file %f/other.csv").err())
        .isEqualTo(
            "orrery: "
                + home
                + "/other.csv: cannot go on: it does not begin with"
                + " time_ms,open,high,low,close,volume (name another file)\n");
    assertThat(run(2, fetch + "%v --to-file %f/other.parquet").err())
        .contains("write a .csv; data import makes Parquet of it")
        .hasLineCount(1);
    assertThat(run(3, fetch + "nowhere --to-file %f/no.csv").err())
        .isEqualTo("orrery: --from-venue nowhere: is no address (write http://127.0.0.1:3001)\n");
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    assertThat(run(5, fetch + "http://127.0.0.1:" + closed + " --to-file %f/no.csv").err())
        .startsWith("orrery: the venue: does not answer: ")
        .hasLineCount(1);
  }
}
