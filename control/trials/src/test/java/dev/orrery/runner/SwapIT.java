package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.kernel.Sha256;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runtime.plugin.TestJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A jar is renamed over another one again and again in the folder of a daemon that trades. The
 * daemon is killed at the end, and its rows are asked.
 */
class SwapIT {
  private static final int SWAPS = Boolean.getBoolean("orrery.certify") ? 200 : 20;
  private static final int MOST_LOADERS_LEFT = 2;
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String LOADERS = "dev.orrery.runtime.plugin.StrategyClassLoader";
  private static final String OF =
      " join deployments d on d.id = i.deployment_id where d.strategy = ";

  /** Sockets of requests that have just been answered come and go. */
  private static final int HANDLES_IN_MOTION = 16;

  /** Counts in its memory, trades every seventh time, and says which version it is. */
  private static final String TRADER =
      """
      package p;
      import dev.orrery.api.*;
      import dev.orrery.api.action.*;
      import java.util.*;
      public class Trader implements StrategyPlugin {
        private static final ThreadLocal<Object> LEFT = new ThreadLocal<>();
        private final String version = read();
        private static String read() {
          try (var in = Trader.class.getResource("/version.txt").openStream()) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
        @Override public String name() { return "trader"; }
        @Override public String vaultId() { return "v"; }
        @Override public List<Trigger> triggers() { return List.of(Trigger.everySeconds(60)); }
        @Override public List<Action> decide(DecisionContext context) {
          LEFT.set(this);
          String before = context.state().get("count").orElse("0");
          int count = Integer.parseInt(before) + 1;
          context.state().put("count", String.valueOf(count));
          if (count % 7 == 0) {
            OrderSize size = OrderSize.of("0.05");
            return List.of(
                count % 2 == 0
                    ? PlaceOrder.buy("BTC", size, OrderTerms.market(), version)
                    : PlaceOrder.sell("BTC", size, OrderTerms.market(), version));
          }
          return List.of(new Noop(version));
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void losesAndLeavesNothingOfAJarThatIsReplacedWhileItTrades() throws Exception {
    Path data = folder.resolve("data");
    Path plugins = Bench.plugins(folder.resolve("plugins"));
    TestJar.withStrategy("Steady", "steady").build(plugins.resolve("steady.jar"));
    List<String> versions = new ArrayList<>();
    versions.add(put(plugins, 0));
    try (DaemonProcess daemon = DaemonProcess.start(data, plugins)) {
      daemon.awaitReady();
      awaitDecisionOf(data, 0);
      swap(data, plugins, versions, 1, 3);
      long jars = daemon.handles(data.resolve("artifacts"));
      long handles = daemon.handles();
      long loaders = daemon.objects(LOADERS);
      assertThat(loaders).as("loaders of six jars").isBetween(6L, 6L + MOST_LOADERS_LEFT);

      swap(data, plugins, versions, 4, SWAPS);
      Bench.await(
          "old loaders are collected",
          SOON,
          () -> daemon.objects(LOADERS) <= 6 + MOST_LOADERS_LEFT);
      Bench.await("jars are closed", SOON, () -> daemon.handles(data.resolve("artifacts")) <= jars);
      assertThat(daemon.handles()).isLessThan(handles + HANDLES_IN_MOTION);
      daemon.kill();
    }
    try (Host host = Host.start(HostSettings.of(Bench.standing(data), plugins).notDurable())) {
      Jdbi rows = host.storage().database().jdbi();
      assertThat(decided(rows, "steady")).as("of the neighbour").hasSize(1);
      assertThat(decided(rows, "trader"))
          .as("the record names the jar that decided, each has, one after the other")
          .containsExactlyElementsOf(versions);
      assertThat(wrong(rows)).as("marks missed, doubled or not decided on").isEmpty();
      assertThat(number(rows, "select count(*) from order_intents i" + OF + "'trader'"))
          .as("orders")
          .isPositive();
      assertThat(number(rows, "select i.value::bigint from strategy_state i" + OF + "'trader'"))
          .as("what it counted in its memory")
          .isEqualTo(number(rows, "select count(*) from decision_snapshots i" + OF + "'trader'"));
    }
  }

  private void swap(Path data, Path plugins, List<String> versions, int first, int last)
      throws IOException {
    for (int version = first; version <= last; version++) {
      versions.add(put(plugins, version));
      awaitDecisionOf(data, version);
    }
  }

  /** Renames a version over the one before, and tells how decisions of it are recorded. */
  private static String put(Path plugins, int version) throws IOException {
    Path fresh =
        TestJar.jar()
            .source("p.Trader", TRADER)
            .service(StrategyPlugin.class, "p.Trader")
            .file("version.txt", "v" + version)
            .build(plugins.resolve("trader.jar.part"));
    String digest = Sha256.of(Files.readAllBytes(fresh)).hex();
    Files.move(
        fresh,
        plugins.resolve("trader.jar"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return digest + " v" + version;
  }

  private static void awaitDecisionOf(Path data, int version) {
    int port = DataDirectory.holder(data).orElseThrow().port();
    URI latest =
        URI.create("http://127.0.0.1:" + port + "/api/v1/decisions?strategy=trader&limit=1");
    Bench.await(
        "version " + version + " decides",
        SOON,
        () ->
            Bench.send(HttpRequest.newBuilder(latest).GET())
                .json()
                .path(0)
                .path("reasons")
                .path(0)
                .asString("")
                .equals("v" + version));
  }

  /**
   * Which jars decided and which version they said they are, in order; denials say other things.
   */
  private static List<String> decided(Jdbi rows, String strategy) {
    return rows.withHandle(handle ->
        handle
            .createQuery(
                "select said from (select i.jar_digest || ' ' || (i.reasons ->> 0) as said,"
                    + " min(i.seq) as first from decision_snapshots i"
                    + OF
                    + "'"
                    + strategy
                    + "' and i.verdict in ('noop', 'executed') group by 1) each order by first")
            .mapTo(String.class)
            .list());
  }

  /** Decisions that do not follow the one before by a minute, and those that were none. */
  private static List<String> wrong(Jdbi rows) {
    return rows.withHandle(handle ->
        handle
            .createQuery(
                """
                select strategy || ' ' || coalesce(verdict, '') || ' ' || scheduled_at || ' after '
                  || coalesce(before::text, '')
                from (
                  select *, lag(scheduled_at) over (
                    partition by deployment_id order by scheduled_at) as before
                  from decision_snapshots where strategy in ('trader', 'steady')) steps
                where scheduled_at - before <> interval '60 seconds'
                  or verdict in ('skipped', 'failed', 'timed_out')
                order by scheduled_at limit 20
                """)
            .mapTo(String.class)
            .list());
  }

  private static long number(Jdbi rows, String sql) {
    return rows.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
