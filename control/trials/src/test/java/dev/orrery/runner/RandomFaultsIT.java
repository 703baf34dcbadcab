package dev.orrery.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.account.Account;
import dev.orrery.api.value.Quantity;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.venue.MarketTick;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.Venue;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.client.ExchangeResult;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.signing.Nonces;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.AssetPosition;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderState;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host trades while everything that can go wrong at the venue does, at random: ten seconds of it,
 * ten minutes when certifying ({@code orrery.faults.for}, {@code orrery.faults.seed}). In the end
 * ledger, {@code mainnet_orders} and exchange agree to the last digit, and no order was placed
 * twice or lost. An agent that is revoked and an account that is liquidated end a host's trading,
 * so they are left to the matrix of the broker's own tests.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class RandomFaultsIT {
  private static final boolean LONG = Boolean.getBoolean("orrery.certify");
  private static final Duration FOR =
      Duration.parse(System.getProperty("orrery.faults.for", LONG ? "PT10M" : "PT10S"));
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /**
   * So much disturbance in so little time asks nearly all of what the venue allows in a minute, and
   * what is left to ask waits for the next one: in the short form nothing of it is kept.
   */
  private static final int KEPT_WEIGHT = LONG ? 200 : 0;

  private static final int LEAST_FAULTS = 20;
  private static final int LEAST_FILLS = 5;
  private static final String AGENT_KEY = "0x" + "22".repeat(32);
  private static final KeySigner MASTER = KeySigner.of(Secret.of("0x" + "11".repeat(32)));
  private static final KeySigner AGENT = KeySigner.of(Secret.of(AGENT_KEY));

  /** Requests after a 429 pause for up to a minute: that is for the long form. */
  private static final List<String> FAULTS =
      List.of(
          "'fault':'lostReply','action':'order','count':1",
          "'fault':'lostReply','action':'cancelByCloid','count':1",
          "'fault':'delay','by':'400ms','of':'request','action':'order','count':2",
          "'fault':'delay','by':'400ms','action':'order','count':2",
          "'fault':'status','code':502,'tookEffect':true,'action':'order','count':1",
          "'fault':'status','code':502,'action':'order','count':1",
          "'fault':'status','code':502,'question':'clearinghouseState','count':2",
          "'fault':'status','code':422,'action':'order','count':1",
          "'fault':'rejectOrders','pass':1,'refuse':1,'text':'Insufficient margin.','count':1",
          "'fault':'drop'",
          "'fault':'silence','lasting':'500ms'",
          "'fault':'duplicate','channel':'userFills','count':3",
          "'fault':'reorder','channel':'userFills','count':2",
          "'fault':'missing','channel':'userFills','count':2",
          "'fault':'duplicate','channel':'orderUpdates','count':3",
          "'fault':'reorder','channel':'orderUpdates','count':2",
          "'fault':'missing','channel':'orderUpdates','count':2",
          "'fault':'staleMids','coin':'BTC','lasting':'1s'",
          "'fault':'skew','by':'500ms'",
          "'fault':'skew','by':'0s'",
          "'fault':'fund','coin':'BTC'",
          "'fault':'restart','down':'300ms'",
          "'fault':'status','code':429,'action':'order','count':1");

  @TempDir Path folder;

  private final long seed = Long.getLong("orrery.faults.seed", System.nanoTime() & 0xffff);
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Map<String, Integer> given = new TreeMap<>();

  @Test
  void endsInOneTruthWhateverWentWrong() throws Exception {
    try (LocalExchange exchange =
        LocalExchange.with(
                VenueSettings.of(PerpSettings.of("BTC", new BigDecimal("60000")))
                    .withStartingFund(BigDecimal.ZERO))
            .port(0)
            .weightPerMinute(LONG ? 1_200 : 0)
            .start()) {
      exchange.deposit(MASTER.address(), new BigDecimal("10000"));
      approve(exchange);
      try (Host host = start(exchange)) {
        disturb(exchange);
        control(exchange, "DELETE", "{}");
        control(exchange, "POST", "{\"fault\":\"skew\",\"by\":\"0s\"}");
        host.runtime().operations("grid").pause("enough");

        Bench.await(
            "ledger, mainnet_orders and exchange agree (seed " + seed + ")",
            PATIENCE,
            () -> difference(exchange, host).isEmpty(),
            () -> difference(exchange, host));
        nothingWasPlacedTwice(exchange);
        assertThat(texts(host, "select message from agent_logs where event = 'state_drift'"))
            .as("differences that nothing explained, seed " + seed)
            .isEmpty();
        System.out.println(counts(exchange, host));
      }
    }
  }

  /** The price wanders, and something goes wrong about twice a second. */
  private void disturb(LocalExchange exchange) throws IOException {
    long begun = System.nanoTime();
    double price = 60_000;
    while (System.nanoTime() - begun < (isEnough(exchange) ? FOR : FOR.plus(PATIENCE)).toNanos()) {
      price *= 1 + (random.nextDouble() - 0.5) / 100;
      BigDecimal px = BigDecimal.valueOf(Math.round(price));
      exchange.venue(venue -> {
        venue.market(new MarketTick.Print("BTC", venue.now(), px, new BigDecimal("0.01"), null));
        return null;
      });
      if (random.nextInt(3) == 0) {
        String fault = FAULTS.get(random.nextInt(LONG ? FAULTS.size() : FAULTS.size() - 1));
        given.merge(fault.split("'")[3], 1, Integer::sum);
        control(exchange, "POST", "{" + fault.replace('\'', '"') + "}");
      }
      LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
    }
  }

  /** On a slow machine little happens in a short time, and little is shown. */
  private boolean isEnough(LocalExchange exchange) {
    return given.values().stream().mapToInt(Integer::intValue).sum() >= LEAST_FAULTS
        && info(exchange, new AccountRequest.Fills(MASTER.address(), null)).size() >= LEAST_FILLS;
  }

  /** What ledger, table and exchange differ in; empty when in nothing. */
  private static String difference(LocalExchange exchange, Host host) {
    List<Fill> fills = info(exchange, new AccountRequest.Fills(MASTER.address(), null));
    Map<String, String> theirs = new TreeMap<>();
    fills.stream()
        .collect(Collectors.groupingBy(it -> String.valueOf(it.cloid())))
        .forEach(
            (name, each) -> theirs.put(name, sum(each, Fill::sz) + " for " + sum(each, Fill::fee)));
    Map<String, String> ours = new TreeMap<>();
    Map<String, String> table = new TreeMap<>();
    host.storage()
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle
              .createQuery(
                  "select cloid, sum(size_base) s, sum(fee_usd) f from fills group by cloid")
              .map((row, _) ->
                  ours.put(
                      row.getString("cloid"),
                      plain(row.getBigDecimal("s")) + " for " + plain(row.getBigDecimal("f"))))
              .list();
          handle
              .createQuery(
                  "select cloid, status, filled_size_base s, fee_usd f from mainnet_orders")
              .map((row, _) -> {
                if (row.getBigDecimal("s").signum() > 0) {
                  table.put(
                      row.getString("cloid"),
                      plain(row.getBigDecimal("s")) + " for " + plain(row.getBigDecimal("f")));
                }
                return row.getString("status");
              })
              .list();
        });
    if (!theirs.equals(ours) || !theirs.equals(table)) {
      return "fills: exchange " + theirs + ", ledger " + ours + ", mainnet_orders " + table;
    }
    return account(exchange, host);
  }

  private static String account(LocalExchange exchange, Host host) {
    ClearinghouseState state =
        info(exchange, new AccountRequest.Perpetuals(MASTER.address(), null));
    Account account = host.runtime().strategies().getFirst().account();
    BigDecimal held =
        state.assetPositions().stream()
            .map(it -> it.position().szi())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal cash = state.marginSummary().accountValue();
    for (AssetPosition each : state.assetPositions()) {
      cash = cash.subtract(each.position().unrealizedPnl());
    }
    if (!account.held("BTC").equals(new Quantity(held))) {
      return "position: exchange " + held + ", ledger " + account.held("BTC");
    }
    if (!plain(cash).equals(plain(account.balance().value()))) {
      return "cash: exchange " + plain(cash) + ", ledger " + account.balance();
    }
    List<String> open =
        info(exchange, new AccountRequest.DetailedOpenOrders(MASTER.address(), null)).stream()
            .map(it -> String.valueOf(it.cloid()))
            .sorted()
            .toList();
    List<String> working =
        texts(
            host,
            "select cloid from mainnet_orders where status in ('open', 'partially_filled')"
                + " order by cloid");
    return open.equals(working) ? "" : "open: exchange " + open + ", mainnet_orders " + working;
  }

  /** Of the orders of one name at most one was taken; a change leaves a cancelled one behind. */
  private static void nothingWasPlacedTwice(LocalExchange exchange) {
    Map<String, Long> taken =
        exchange.venue(venue ->
            info(venue, new AccountRequest.HistoricalOrders(MASTER.address())).stream()
                .map(record -> record.order().oid())
                .distinct()
                .map(oid ->
                    info(venue, new AccountRequest.OrderStatus(MASTER.address(), OrderRef.of(oid))))
                .map(answer -> Objects.requireNonNull(answer.order()))
                .filter(RandomFaultsIT::isTaken)
                .collect(
                    Collectors.groupingBy(
                        it -> String.valueOf(it.order().cloid()), Collectors.counting())));
    assertThat(taken.values()).as(taken.toString()).containsOnly(1L);
  }

  private static boolean isTaken(OrderRecord record) {
    return record.state() == OrderState.FILLED || !record.state().isFinal();
  }

  private String counts(LocalExchange exchange, Host host) {
    return "seed %d, %s: %d actions, %d fills; orders %s; faults %s"
        .formatted(
            seed,
            FOR,
            exchange.actions(),
            info(exchange, new AccountRequest.Fills(MASTER.address(), null)).size(),
            texts(
                host,
                "select status || ' ' || count(*) from mainnet_orders group by status order by 1"),
            given);
  }

  private static String sum(List<Fill> fills, Function<Fill, BigDecimal> of) {
    return plain(fills.stream().map(of).reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static <T> T info(LocalExchange exchange, InfoRequest<T> question) {
    return exchange.venue(venue -> info(venue, question));
  }

  private static <T> T info(Venue venue, InfoRequest<T> question) {
    return Objects.requireNonNull(venue.info(question));
  }

  private static List<String> texts(Host host, String sql) {
    return host.storage()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private static void control(LocalExchange exchange, String method, String json)
      throws IOException {
    HttpURLConnection request =
        (HttpURLConnection) exchange.address().resolve("/control/faults").toURL().openConnection();
    request.setRequestMethod(method);
    request.setRequestProperty("Content-Type", "application/json");
    request.setDoOutput(true);
    request.getOutputStream().write(json.getBytes(UTF_8));
    assertThat(request.getResponseCode()).as(json).isLessThan(300);
  }

  private Host start(LocalExchange exchange) throws IOException {
    Path key = folder.resolve("agent.key");
    Files.writeString(key, AGENT_KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    String yaml =
        """
        market: { source: '%s' }
        venue: { connectTimeout: 30s, answerTimeout: 30s, keptWeight: %d }
        broker: { kind: hyperliquid, hyperliquid: { openTimeout: 60s } }
        runtime: { reconcileEvery: 15s }
        strategies:
          grid:
            vault: live-1
            triggers: [{ everySeconds: 1 }]
            parameters: { every: 1s, spacingPercent: 0.2 }
            caps:
              maxPositionPct: 90
              maxTotalExposurePct: 90
              maxOrdersPerDay: 100000
              maxOrdersPerMinute: 1000
              maxLeverage: 5
              minOrderUsd: 10
              allowedSymbols: [BTC]
              dailyLossHaltPct: 90
        vaults:
          live-1:
            hyperliquid:
              address: '%s'
              agentKeyFile: '%s'
        """
            .formatted(exchange.address(), KEPT_WEIGHT, MASTER.address(), key);
    return Host.start(
        HostSettings.of(Bench.draft(yaml, folder.resolve("data")), plugins()).notDurable());
  }

  private Path plugins() throws IOException {
    try {
      return Bench.plugins(folder.resolve("plugins"));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static void approve(LocalExchange exchange) {
    try (RestClient rest =
        new RestClient(
            new RestSettings(exchange.address(), PATIENCE, PATIENCE, 3, Duration.ofMillis(100)),
            new RequestBudget(System::nanoTime))) {
      ExchangeResult result =
          rest.send(
              new ActionSigner(MASTER, Network.TESTNET)
                  .sign(
                      new ApproveAgent(
                          SigningChain.of(Network.TESTNET),
                          AGENT.address(),
                          "host",
                          new Nonces(MASTER.address(), InstantSource.system(), 0).next())),
              MASTER.address());
      assertThat(result).isInstanceOf(ExchangeResult.Accepted.class);
    }
  }
}
