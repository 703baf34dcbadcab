package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A control plane and its machines while everything is hit that can be hit, one blow after the
 * other from a seed, and somebody sends commands all the time. When it is calm again all has to
 * settle, and the database is asked what happened: {@link ChaosLedger}.
 */
@Tag("certify")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ChaosTest {
  private static final Duration CALM = Duration.ofMinutes(4);
  private static final List<String> SKILLS = List.of("sma-cross", "grid", "volatility-breakout");

  /** So fast that orders flow, and slow enough that its recording lasts. */
  private static final int SPEED = Integer.getInteger("orrery.chaos.speed", 2000);

  private static final List<Blow> BLOWS =
      List.of(
          Blow.KILL_RUNNER,
          Blow.CUT_LISTENERS,
          Blow.FREEZE_RUNNER,
          Blow.RESTART_DATABASE,
          Blow.CUT_LISTENERS,
          Blow.KILL_RUNNER,
          Blow.CUT_EVERYBODY,
          Blow.FREEZE_RUNNER,
          Blow.CRASH_DATABASE,
          Blow.KILL_PLANE);

  @TempDir Path folder;

  private final long seed = Long.getLong("orrery.chaos.seed", System.nanoTime() & 0xffffff);
  private final Random random = new Random(seed);
  private final Map<Blow, Integer> dealt = new TreeMap<>();

  private enum Blow {
    KILL_RUNNER,
    FREEZE_RUNNER,
    CUT_LISTENERS,
    CUT_EVERYBODY,
    RESTART_DATABASE,
    CRASH_DATABASE,
    KILL_PLANE
  }

  @Test
  void losesAndRepeatsNothingWhateverIsHit() throws Exception {
    Duration storm = Duration.ofMinutes(Boolean.getBoolean("orrery.certify") ? 10 : 1);
    System.out.println(JsonText.line(Map.of("test", "chaos", "seed", seed)));
    try (ChaosHost host = ChaosHost.start(folder, SPEED);
        ChaosClient client = new ChaosClient(host.base(), host.token(), SKILLS, seed + 1)) {
      ChaosLedger ledger = new ChaosLedger(host.database());
      ledger.begin();
      client.start();
      Await.until(() -> ledger.number("select count(*) from fills") > 0, CALM);
      client.command();

      long begun = System.nanoTime();
      while (System.nanoTime() - begun < storm.toNanos()) {
        deal(host, BLOWS.get(random.nextInt(BLOWS.size())));
        within(200, 1_800);
      }
      long stormed = System.nanoTime();
      client.end();
      settled(host, ledger);
      long calm = System.nanoTime();
      Map<String, List<String>> broken = new LinkedHashMap<>(ledger.broken());
      accounted(client, ledger, broken);
      client.stopAll();
      eventually(
          () ->
              ledger.number(
                          """
                          select count(*) from deployments
                          where status not in ('stopped', 'error')
                            or (status = 'stopped' and machine_id is not null)
                          """)
                      == 0
                  && host.runners().isEmpty(),
          host,
          ledger);
      ledger.broken().forEach(broken::putIfAbsent);

      Map<String, Object> counts = new LinkedHashMap<>();
      counts.put("test", "chaos");
      counts.put("seed", seed);
      counts.put("storm_s", TimeUnit.NANOSECONDS.toSeconds(stormed - begun));
      counts.put("settled_s", TimeUnit.NANOSECONDS.toSeconds(calm - stormed));
      counts.put("blows", dealt);
      counts.put("sent", client.counts());
      counts.putAll(ledger.counts());
      System.out.println(JsonText.line(counts));
      assertThat(broken).as("seed " + seed + "\n" + told(host, ledger)).isEmpty();
    }
  }

  private void deal(ChaosHost host, Blow blow) throws IOException, InterruptedException {
    dealt.merge(blow, 1, Integer::sum);
    List<ProcessHandle> runners = host.runners();
    switch (blow) {
      case KILL_RUNNER -> {
        if (!runners.isEmpty()) {
          runners.get(random.nextInt(runners.size())).destroyForcibly();
        }
      }
      case FREEZE_RUNNER -> {
        if (!runners.isEmpty()) {
          ProcessHandle runner = runners.get(random.nextInt(runners.size()));
          ChaosHost.signal("STOP", runner);
          within(500, 3_000);
          ChaosHost.signal("CONT", runner);
        }
      }
      case CUT_LISTENERS -> host.cut("listener:%");
      case CUT_EVERYBODY -> host.cut("%");
      case RESTART_DATABASE -> host.restartDatabase(false, () -> within(0, 2_000));
      case CRASH_DATABASE -> host.restartDatabase(true, () -> within(0, 1_000));
      case KILL_PLANE -> host.killPlane(() -> within(0, 1_500));
    }
  }

  /** For some milliseconds from the seed. */
  private void within(int from, int to) {
    try {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(from, to));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Every command has its answer; every deployment that is active has a machine that beats and does
   * what is wanted of it, or has failed with a reason.
   */
  private void settled(ChaosHost host, ChaosLedger ledger) {
    eventually(
        () ->
            ledger.number("select count(*) from agent_commands where acked_at is null") == 0
                && ledger.number(
                        """
                        select count(*) from deployments d where not (
                          (status = 'stopped' and machine_id is null)
                          or (status = 'error' and error_text is not null)
                          or (status in ('running', 'paused', 'halted') and machine_id is not null
                            and exists (select from agent_state s where s.deployment_id = d.id
                              and s.updated_at > clock_timestamp() - interval '15 seconds')
                            and case status when 'running' then wanted = 'running'
                              when 'paused' then wanted = 'paused' else wanted <> 'stopped' end))
                        """)
                    == 0
                && ledger.number(
                        """
                        select count(*) from deployments
                        where status in ('running', 'paused', 'halted')
                        """)
                    == host.runners().size(),
        host,
        ledger);
  }

  /** What the client was told is what the database holds. */
  private static void accounted(
      ChaosClient client, ChaosLedger ledger, Map<String, List<String>> broken) {
    Set<String> commands = Set.copyOf(ledger.rows("select id from agent_commands"));
    client
        .sent()
        .forEach((reason, id) -> {
          if (!commands.contains("(" + id + ")")) {
            broken.put(reason, List.of("was accepted as " + id + ", and is not there"));
          }
        });
    Set<String> deployed =
        client.deployed().stream().map(id -> "(" + id + ")").collect(Collectors.toSet());
    Set<String> there = Set.copyOf(ledger.rows("select id from deployments"));
    if (!deployed.equals(there)) {
      broken.put("deployments", List.of("are " + there + ", and the client knows " + deployed));
    }
  }

  private void eventually(BooleanSupplier condition, ChaosHost host, ChaosLedger ledger) {
    try {
      Await.until(condition, CALM);
    } catch (AssertionError e) {
      throw new AssertionError(
          "seed " + seed + " " + dealt + ": " + e.getMessage() + told(host, ledger), e);
    }
  }

  /** For whoever has to find out why. */
  private static String told(ChaosHost host, ChaosLedger ledger) {
    StringBuilder text = new StringBuilder();
    ledger
        .rows(
            "select id, strategy, wanted, status, error_text, machine_id, paused, halted, flatten"
                + " from deployments order by created_at")
        .forEach(row -> text.append("\n").append(row));
    ledger
        .rows(
            "select * from agent_commands where acked_at is null or error is not null order by seq")
        .forEach(row -> text.append("\n").append(row));
    for (Path machine : host.machines()) {
      text.append("\n--- ").append(machine.getFileName()).append('\n');
      tail(machine.resolve("machine.log")).forEach(line -> text.append(line).append('\n'));
    }
    return text.append("\n--- control plane\n").append(host.said()).toString();
  }

  private static List<String> tail(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      List<String> all = lines.toList();
      return all.subList(Math.max(0, all.size() - 40), all.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
