package dev.orrery.cli;

import dev.orrery.cli.exchange.DevAgent;
import dev.orrery.cli.exchange.ExchangePage;
import dev.orrery.cli.exchange.Funds;
import dev.orrery.cli.exchange.MarketData;
import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.DurationText;
import dev.orrery.cli.print.JsonText;
import dev.orrery.exchange.ExchangeBuilder;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.FaultFile;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.Network;
import dev.orrery.kernel.ExitCode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The local exchange. */
@Command(
    name = "exchange",
    description = {
      "Runs a local exchange that speaks Hyperliquid's protocol: other people's clients trade on"
          + " it",
      "with signed orders, on a recorded market, with no money that is real, and with faults on",
      "demand. Without flags: one market, BTC, from the recording that run uses too."
    },
    footer = {
      "",
      "Ctrl-C or SIGTERM ends it gracefully, with exit code 0.",
      "",
      "  orrery exchange",
      "  orrery exchange --agent agent.key",
      "  orrery exchange --data BTC=btc-1m.csv --data ETH=eth-1m.csv --speed 10",
      "  orrery exchange --faults examples/faults.yaml --state exchange.json --for 10m"
    })
final class ExchangeVerb implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Listen here instead of on loopback; whoever reaches it may do anything.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Listen on this port; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port = ExchangeBuilder.DEFAULT_PORT;

  @Option(
      names = "--data",
      paramLabel = "[COIN=]FILE",
      description = "Candles or trades to play, as run reads them. Once for each market.")
  private List<String> data = new ArrayList<>();

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "Seconds of market in a second. Default: ${DEFAULT-VALUE}.")
  private double speed = 60;

  @Option(
      names = "--fund",
      paramLabel = "[WHO=]USDC",
      description =
          "Money of the accounts with known keys; of an address, 0x...=500; of anybody, any=1000."
              + " Repeatable.")
  private List<String> fund = new ArrayList<>();

  @Option(
      names = "--agent",
      paramLabel = "FILE",
      description = {
        "Approve an agent of the first account whose key is in this file; where there is no file,",
        "a new key is made. With it a runtime trades: docs/hyperliquid.md."
      })
  private @Nullable Path agent;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Behind keys, numbers and faults: the same seed, the same. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description = "What is to go wrong; docs/local-exchange.md tells what can.")
  private @Nullable Path faults;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Go on from this file if it is there, and keep everything in it at the end.")
  private @Nullable Path state;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "Whose signatures are right: testnet, mainnet. Default: testnet.")
  private Network network = Network.TESTNET;

  @Option(
      names = "--block",
      paramLabel = "DURATION",
      description = "Gather actions for so long and take them as a block. Default: at once.")
  private @Nullable Duration block;

  @Option(names = "--no-limits", description = "No limits of requests, connections, actions.")
  private boolean noLimits;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "End after this long: 30s, 5m, 2h.")
  private @Nullable Duration longest;

  @Option(names = "--json", description = "Print one object when it is up and one at its end.")
  private boolean json;

  ExchangeVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Fault> asked = faults == null ? List.of() : FaultFile.read(faults);
    List<MarketData> markets = MarketData.of(data);
    Funds funds = Funds.of(fund, seed);
    long begun = System.nanoTime();
    try (Ending ending = new Ending(Thread.currentThread(), console);
        LocalExchange exchange = start(markets, funds, asked)) {
      ExchangePage page =
          new ExchangePage(
              exchange,
              network,
              markets,
              speed,
              funds,
              agent == null
                  ? Optional.empty()
                  : Optional.of(
                      DevAgent.approved(agent, funds.accounts().getFirst(), exchange, network)),
              asked.size(),
              state == null ? "" : state.toString());
      if (json) {
        console.out().println(JsonText.line(page.json()));
      } else {
        page.lines(console.ink()).forEach(console.out()::println);
      }
      String cause = runOn(begun);
      ending.begun();
      long actions = exchange.actions();
      exchange.close();
      ending.kept();
      tellEnd(cause, actions, Duration.ofNanos(System.nanoTime() - begun));
    }
    return ExitCode.DONE.code();
  }

  private LocalExchange start(List<MarketData> markets, Funds funds, List<Fault> asked) {
    VenueSettings usual =
        VenueSettings.of(markets.stream().map(ExchangeVerb::market).toArray(PerpSettings[]::new));
    VenueSettings venue =
        new VenueSettings(
            seed,
            network,
            funds.ofAnybody(),
            usual.markets(),
            usual.fees(),
            usual.makers(),
            block == null ? 0 : block.toMillis(),
            !noLimits);
    ExchangeBuilder builder =
        LocalExchange.with(venue).host(host).port(port).speed(speed).faults(asked);
    markets.forEach(it -> builder.plays(it.recorded()));
    funds.accounts().forEach(it -> builder.fund(it.address(), funds.ofAccounts()));
    funds.others().forEach(builder::fund);
    if (noLimits) {
      builder.limits(SocketLimits.LOOSE).weightPerMinute(0);
    }
    if (state != null) {
      builder.state(state);
    }
    return builder.start();
  }

  /** The market's figures are those of its coin; only its price is that of the recording. */
  private static PerpSettings market(MarketData data) {
    String coin = data.recorded().coin();
    int szDecimals = PerpSettings.of(coin, BigDecimal.ONE).szDecimals();
    return PerpSettings.of(coin, data.recorded().firstPrice(szDecimals));
  }

  private String runOn(long begun) {
    try {
      if (longest == null) {
        while (true) {
          TimeUnit.DAYS.sleep(1);
        }
      }
      TimeUnit.NANOSECONDS.sleep(longest.toNanos() - (System.nanoTime() - begun));
      return "time is up";
    } catch (InterruptedException e) {
      return "told to end"; // by a signal: an end like others
    }
  }

  private void tellEnd(String cause, long actions, Duration took) {
    if (json) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("type", "ended");
      shown.put("cause", cause);
      shown.put("actions", actions);
      shown.put("seconds", took.toSeconds());
      console.out().println(JsonText.line(shown));
    } else {
      console
          .out()
          .println(
              cause
                  + " after "
                  + DurationText.shown(took)
                  + ", "
                  + Amounts.count(actions)
                  + " actions taken");
    }
  }
}
