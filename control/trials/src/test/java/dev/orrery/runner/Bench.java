package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.strategy.grid.GridFactory;
import dev.orrery.strategy.jumpfade.JumpFadeFactory;
import dev.orrery.strategy.smacross.SmaCrossFactory;
import dev.orrery.strategy.volatilitybreakout.VolatilityBreakoutFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tests of a host need: the bundled jars, a configuration, requests, and patience. */
final class Bench {
  /** Accounts are summed up often: a daemon that is killed has to go on from what that says. */
  private static final String STANDINGS = "journal: { standingEntries: 20 }\n";

  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LONG = Duration.ofSeconds(60);

  private Bench() {}

  /** The four strategies as jars in a folder. */
  static Path plugins(Path folder) throws IOException, URISyntaxException {
    Files.createDirectories(folder);
    for (Class<?> factory :
        List.of(
            SmaCrossFactory.class,
            GridFactory.class,
            VolatilityBreakoutFactory.class,
            JumpFadeFactory.class)) {
      Path home = Path.of(factory.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path jar = folder.resolve(factory.getSimpleName() + ".jar");
      if (Files.isDirectory(home)) {
        pack(home, jar);
      } else {
        Files.copy(home, jar);
      }
    }
    return folder;
  }

  private static void pack(Path home, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(home)) {
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(home.relativize(each).toString().replace('\\', '/')));
        Files.copy(each, zip);
        zip.closeEntry();
      }
    }
  }

  /** The shipped configuration in a data directory, on a free port. */
  static Draft<RunConfig> shipped(Path dataDir) {
    return draft(ShippedConfig.text(), dataDir);
  }

  /** The same, five times as fast, also at seeing that a jar has changed. */
  static Draft<RunConfig> fast(Path dataDir) {
    return draft(at("3000") + "watch: { every: 50ms, quiet: 100ms }\n" + STANDINGS, dataDir);
  }

  /** The same, with a market that all but stands still. */
  static Draft<RunConfig> standing(Path dataDir) {
    return draft(at("0.001") + STANDINGS, dataDir);
  }

  private static String at(String speed) {
    return ShippedConfig.text().replace("speed: 600", "speed: " + speed);
  }

  static Draft<RunConfig> draft(String yaml, Path dataDir) {
    return ConfigLoader.of(RunConfig.class)
        .text("test.yaml", yaml)
        .flag("dataDir", "--data-dir", dataDir.toString())
        .flag("port", "--port", "0")
        .read();
  }

  static void await(String what, Duration longest, BooleanSupplier condition) {
    await(what, longest, condition, () -> "");
  }

  /** The same, saying what was there instead. */
  static void await(
      String what, Duration longest, BooleanSupplier condition, Supplier<String> instead) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + longest + ": " + what + " " + instead.get());
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** An answer. */
  record Reply(int status, String text) {
    JsonNode json() {
      return JSON.readTree(text);
    }
  }

  static Reply get(Host host, String path) {
    return send(HttpRequest.newBuilder(uri(host, path)).GET());
  }

  static Reply post(Host host, String path, String body) {
    return send(authorised(host, path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  static Reply delete(Host host, String path) {
    return send(authorised(host, path).DELETE());
  }

  static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              request.timeout(Duration.ofSeconds(60)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Reply(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Sends a command and waits until it is obeyed: on a busy machine that is after the answer. */
  static JsonNode command(Host host, String kind, String strategy) {
    String body = "{\"kind\": \"" + kind + "\", \"strategy\": \"" + strategy + "\"}";
    Reply reply = untilTaken(() -> post(host, "/api/v1/commands", body));
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    JsonNode sent = reply.json();
    if (!sent.path("acked_at").isNull()) {
      return sent;
    }
    String row = "/api/v1/commands/" + sent.path("id").asString();
    await("obeyed: " + body, LONG, () -> !get(host, row).json().path("acked_at").isNull());
    return get(host, row).json();
  }

  /** Asks again while the database is too slow to be taken for there. */
  static Reply untilTaken(Supplier<Reply> request) {
    AtomicReference<Reply> last = new AtomicReference<>(request.get());
    await(
        "the database answers",
        LONG,
        () -> last.get().status() != 503 || last.updateAndGet(_ -> request.get()).status() != 503);
    return last.get();
  }

  static URI uri(Host host, String path) {
    return host.address().resolve(path);
  }

  private static HttpRequest.Builder authorised(Host host, String path) {
    return HttpRequest.newBuilder(uri(host, path))
        .header(
            "Authorization",
            "Bearer " + DataDirectory.token(host.dataDir()).orElseThrow().reveal());
  }
}
