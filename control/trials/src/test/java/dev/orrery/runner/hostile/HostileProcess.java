package dev.orrery.runner.hostile;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.run.RunConfig;
import dev.orrery.runner.Host;
import dev.orrery.runner.HostSettings;
import dev.orrery.runtime.bytecode.ExitAgent;
import dev.orrery.runtime.plugin.TestJar;
import dev.orrery.testing.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A daemon in a process of its own, with the launcher's heap and collector and the agent that
 * guards the exits. It lives for so many marks of a second each, and tells on its output how they
 * went, a line each; the test on the other side reads them as a {@link HostileRun}.
 */
final class HostileProcess {
  static final String CERTIFY = "orrery.certify";
  static final Duration DEADLINE = Duration.ofMillis(800);

  /** How long a call may stay in its own code past its deadline. */
  static final Duration PAST = Duration.ofMillis(1_500);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private HostileProcess() {}

  /** Runs one to its end. */
  static HostileRun run(Path folder, List<Hostile> hostiles, int marks)
      throws IOException, InterruptedException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Good.build(plugins);
    hostiles.forEach(each -> each.build(plugins));
    Path agent =
        TestJar.jar()
            .manifest("Premain-Class", ExitAgent.class.getName())
            .manifest("Can-Retransform-Classes", "true")
            .build(folder.resolve("agent.jar"));
    Path config = Files.writeString(folder.resolve("run.yaml"), yaml(folder, hostiles, marks));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                ChildJvm.java(),
                "-Xmx512m",
                "-D" + CERTIFY + "=" + Boolean.getBoolean(CERTIFY),
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseTransparentHugePages",
                "-XX:PretenureSizeThreshold=64k",
                "-XX:+UseCountedLoopSafepoints",
                "-XX:LoopStripMiningIter=1000",
                "-Duser.timezone=UTC",
                "--enable-native-access=ALL-UNNAMED",
                "-javaagent:" + agent,
                "-cp",
                System.getProperty("java.class.path"),
                HostileProcess.class.getName(),
                config.toString(),
                folder.resolve("data").toString(),
                plugins.toString(),
                String.valueOf(marks))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(marks + 1_200L, TimeUnit.SECONDS);
      List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
      return HostileRun.of(lines, ended ? process.exitValue() : -1);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String yaml(Path folder, List<Hostile> hostiles, int marks) throws IOException {
    StringBuilder allowed = new StringBuilder();
    for (Hostile each : hostiles) {
      if (!each.allowed().isEmpty()) {
        allowed.append("  %s: %s%n".formatted(each.fileName(), each.allowed()));
      }
    }
    return """
    market:
      source: replay:%s
      timeline: wall
    runtime:
      decideTimeout: %dms
    %s
    """
        .formatted(
            market(folder, marks),
            DEADLINE.toMillis(),
            allowed.isEmpty() ? "" : "allowedCalls:\n" + allowed);
  }

  private static Path market(Path folder, int marks) throws IOException {
    StringBuilder rows = new StringBuilder("time_ms,price,size\n");
    for (int i = 0; i < 4 * (marks + 300); i++) {
      rows.append(1_709_251_200_000L + 250L * i).append(",5000").append(i % 7).append(",0.5\n");
    }
    return Files.writeString(folder.resolve("BTC.csv"), rows);
  }

  /** The process itself. */
  static void main(String[] arguments) {
    int code = 1;
    try {
      run(arguments);
      code = 0;
    } catch (Throwable e) {
      e.printStackTrace(System.out);
    } finally {
      System.out.flush();
      Runtime.getRuntime().halt(code); // whoever is left would keep it alive
    }
  }

  private static void run(String[] arguments) throws Exception {
    int marks = Integer.parseInt(arguments[3]);
    HostSettings settings =
        HostSettings.of(
                ConfigLoader.of(RunConfig.class)
                    .text("run.yaml", Files.readString(Path.of(arguments[0])))
                    .flag("dataDir", "--data-dir", arguments[1])
                    .flag("port", "--port", "0")
                    .read(),
                Path.of(arguments[2]))
            .notDurable();
    List<String> told = new ArrayList<>();
    try (Host host = Host.start(settings)) {
      long first = System.currentTimeMillis() / 1_000 + 3;
      Lingering lingering =
          new Lingering(DEADLINE.plus(PAST).toNanos(), Boolean.getBoolean(CERTIFY));
      int hungry = watchUntil(first * 1_000 + marks * 500L + 500, lingering);
      told.add("half " + heapInUse());
      hungry += watchUntil((first + marks) * 1_000 + 500, lingering);
      System.out.println("looks for which there was no memory: " + hungry);
      told.add("end " + heapInUse());
      lingering.look(System.nanoTime());
      told.add("abandoned " + host.runtime().abandonedThreads());
      told.add("lingering " + lingering.over());
      lingering.spinning().forEach(each -> told.add("spinning " + each));
      tellOf(host, told);
      Jdbi rows = host.storage().database().jdbi();
      awaitMarks(rows, first, marks);
      while (host.storage().journal().health().pending() > 0) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      tellMarks(rows, first, marks, told);
      told.forEach(line -> System.out.println(HostileRun.MARK + line));
    }
    System.out.println(HostileRun.MARK + "closed 1");
  }

  /** How often there was no memory to look with. */
  private static int watchUntil(long wallMillis, Lingering lingering) {
    int hungry = 0;
    while (System.currentTimeMillis() < wallMillis) {
      try {
        lingering.look(System.nanoTime());
      } catch (OutOfMemoryError e) { // memory that a plugin took comes back
        hungry++;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return hungry;
  }

  /** Right after a collection of all of it, between two marks. */
  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** What the page of strategies and that of plugins say. */
  private static void tellOf(Host host, List<String> told) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (JsonNode each : get(client, host.address().resolve("/api/v1/strategies"))) {
        told.add(
            "strategy %s %s %s"
                .formatted(
                    each.path("name").asString(""),
                    each.path("state").asString(""),
                    each.path("cause").asString("")));
      }
      URI plugins = host.address().resolve("/api/v1/plugins");
      for (JsonNode each : get(client, plugins).path("refused")) {
        told.add("refused " + each.path("file").asString("") + " " + each);
      }
    }
  }

  private static JsonNode get(HttpClient client, URI uri) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
            HttpResponse.BodyHandlers.ofString());
    return JsonMapper.shared().readTree(answer.body());
  }

  /** On a busy machine the last decisions come late; those that do not come at all are missed. */
  private static void awaitMarks(Jdbi rows, long first, int marks) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (decided(rows, first, marks) < (long) Good.NAMES.size() * marks
        && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static long decided(Jdbi rows, long first, int marks) {
    return rows.withHandle(handle ->
        handle
            .createQuery(
                "select count(*) from decision_snapshots where strategy like 'good-%'"
                    + " and scheduled_at > :from and scheduled_at <= :to")
            .bind("from", Instant.ofEpochSecond(first))
            .bind("to", Instant.ofEpochSecond(first + marks))
            .mapTo(Long.class)
            .one());
  }

  private static void tellMarks(Jdbi rows, long first, int marks, List<String> told) {
    rows.useHandle(handle -> {
      handle
          .createQuery(
              """
              select strategy || ' ' || verdict || ' '
                || round(extract(epoch from tick_at - scheduled_at) * 1000)
              from decision_snapshots
              where strategy like 'good-%' and scheduled_at > :from and scheduled_at <= :to
              order by strategy, scheduled_at
              """)
          .bind("from", Instant.ofEpochSecond(first))
          .bind("to", Instant.ofEpochSecond(first + marks))
          .mapTo(String.class)
          .forEach(line -> told.add("mark " + line));
      handle
          .createQuery(
              "select strategy || ' ' || verdict || ' ' || count(*) from decision_snapshots"
                  + " group by strategy, verdict order by strategy, verdict")
          .mapTo(String.class)
          .forEach(line -> told.add("verdict " + line));
      handle
          .createQuery(
              "select distinct strategy || ' ' || verdict || ' ' || split_part(reason, E'\\n', 1)"
                  + " from decision_snapshots, jsonb_array_elements_text(reasons) as reason"
                  + " where verdict in ('failed', 'timed_out')")
          .mapTo(String.class)
          .forEach(line -> told.add("reason " + line));
      handle
          .createQuery("select count(*) from order_intents")
          .mapTo(String.class)
          .forEach(line -> told.add("orders " + line));
    });
  }
}
