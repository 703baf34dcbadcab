package dev.orrery.cli.exchange;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import dev.orrery.exchange.DevAccount;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.hyperliquid.Network;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the exchange shows when it is up.
 *
 * @param exchange the exchange
 * @param network whose signatures it takes
 * @param markets what it plays
 * @param speed how fast
 * @param funds who has money
 * @param agent of the first account with a known key, if one was wanted
 * @param faults how many were asked for
 * @param state where it is kept; empty for nowhere
 */
public record ExchangePage(
    LocalExchange exchange,
    Network network,
    List<MarketData> markets,
    double speed,
    Funds funds,
    Optional<DevAgent> agent,
    int faults,
    String state) {
  /** Copies. */
  public ExchangePage {
    markets = List.copyOf(markets);
  }

  /** For people. */
  public List<String> lines(Ink ink) {
    List<String> lines = new ArrayList<>();
    String address = exchange.address().toString();
    lines.add(ink.bold("orrery exchange") + "  a whole venue on this machine; no money is real");
    lines.add("");
    lines.add(title(ink, "REST") + ink.cyan(address) + ink.dim("  /info  /exchange  /control"));
    lines.add(title(ink, "WebSocket") + ink.cyan(exchange.socket().toString()));
    for (MarketData each : markets) {
      lines.add(
          title(ink, "market")
              + ink.bold(each.recorded().coin())
              + "  "
              + each.source()
              + ink.dim(", " + number(speed) + " times its pace, lap after lap"));
    }
    lines.add(title(ink, "signatures") + "of " + network.chain() + ink.dim(network(network)));
    if (faults > 0) {
      lines.add(title(ink, "faults") + ink.yellow(Amounts.count(faults) + " asked for"));
    }
    if (!state.isEmpty()) {
      lines.add(title(ink, "state") + state + ink.dim("  written when it ends"));
    }
    lines.add("");
    lines.add(
        "Accounts with "
            + Amounts.usd(funds.ofAccounts())
            + " USDC each"
            + ink.dim("; the keys are made from the seed: use them nowhere else"));
    for (DevAccount each : funds.accounts()) {
      lines.add("  " + ink.green(each.address().hex()) + ink.dim("  key ") + each.key().reveal());
    }
    funds
        .others()
        .forEach((user, usdc) ->
            lines.add("  " + ink.green(user.hex()) + "  " + Amounts.usd(usdc) + " USDC"));
    if (funds.ofAnybody().signum() > 0) {
      lines.add("  anybody else who signs finds " + Amounts.usd(funds.ofAnybody()) + " USDC");
    }
    agent.ifPresent(it -> {
      lines.add("  agent of the first  " + ink.green(it.address().hex()) + "  key in " + it.file());
      lines.add("");
      lines.add("A runtime that trades with it, in another terminal:");
      lines.add("  ./orrery run --market " + address + " --broker hyperliquid \\");
      lines.add("    --config examples/hyperliquid/orrery.yaml --data-dir data/hyperliquid");
    });
    lines.add("");
    lines.add("Ask it something, give somebody money, break something:");
    lines.add(curl(address, "/info", "{\"type\":\"allMids\"}"));
    lines.add(
        curl(
            address,
            "/control/deposits",
            "{\"user\":\"" + funds.accounts().getLast().address() + "\",\"usdc\":\"500\"}"));
    lines.add(
        curl(
            address,
            "/control/faults",
            "{\"fault\":\"lostReply\",\"action\":\"order\",\"count\":1}"));
    lines.add("");
    lines.add("Other people's clients:");
    lines.add("  Python      " + "Exchange(wallet, base_url=\"" + address + "\")");
    lines.add(
        "  TypeScript  new HttpTransport({ apiUrl: \""
            + address
            + "\", isTestnet: "
            + (network == Network.TESTNET)
            + " })");
    lines.add("");
    lines.add(ink.dim("Ctrl-C ends it. docs/local-exchange.md tells the rest."));
    return lines;
  }

  private static String title(Ink ink, String text) {
    return "  " + ink.dim((text + "            ").substring(0, 12));
  }

  private static String curl(String address, String path, String body) {
    return "  curl -s " + address + path + " -H 'Content-Type: application/json' -d '" + body + "'";
  }

  private static String network(Network network) {
    return switch (network) {
      case TESTNET -> ", as clients make them for an address they do not know";
      case MAINNET -> "; they would be good on the real venue, so use keys made for this alone";
    };
  }

  private static String number(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /** For programs. */
  public Map<String, Object> json() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("type", "started");
    shown.put("address", exchange.address().toString());
    shown.put("socket", exchange.socket().toString());
    shown.put("network", network.chain());
    shown.put("markets", markets.stream().map(it -> it.recorded().coin()).toList());
    shown.put("speed", speed);
    shown.put("faults", faults);
    List<Object> accounts = new ArrayList<>();
    for (DevAccount each : funds.accounts()) {
      accounts.add(account(each.address().hex(), funds.ofAccounts(), each.key().reveal()));
    }
    funds.others().forEach((user, usdc) -> accounts.add(account(user.hex(), usdc, "")));
    shown.put("accounts", accounts);
    agent.ifPresent(it ->
        shown.put(
            "agent",
            Map.of(
                "address", it.address().hex(),
                "account", it.account().hex(),
                "key_file", it.file().toString())));
    return shown;
  }

  private static Map<String, Object> account(String address, BigDecimal usdc, String key) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("address", address);
    shown.put("usdc", usdc);
    if (!key.isEmpty()) {
      shown.put("key", key);
    }
    return shown;
  }
}
