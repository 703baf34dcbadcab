package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.testing.Await;
import dev.orrery.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The example: a venue in one process, in another a runtime that trades there with signed orders.
 */
class HyperliquidExampleTest {
  private static final Path EXAMPLE = Path.of("../../examples/hyperliquid/orrery.yaml");
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void tradesWithSignedOrders() throws Exception {
    BundledPlugins.into(folder.resolve("home/plugins"));
    Path key = folder.resolve("agent.key");
    try (Command exchange =
        command("exchange", "--port", "0", "--speed", "600", "--json", "--agent", key.toString())) {
      JsonNode started = exchange.firstLine();
      String address = started.path("address").asString("");
      String account = started.path("accounts").path(0).path("address").asString("");
      assertThat(started.path("agent").path("account").asString("")).isEqualTo(account);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
          .isEqualTo("rw-------");
      String example = Files.readString(EXAMPLE);
      assertThat(example).contains("address: '" + account + "'");
      Path config =
          Files.writeString(
              folder.resolve("orrery.yaml"),
              example.replace("agentKeyFile: agent.key", "agentKeyFile: '" + key + "'"));
      try (Command run =
          command(
              "run",
              "--market",
              address,
              "--broker",
              "hyperliquid",
              "--config",
              config.toString(),
              "--data-dir",
              folder.resolve("data").toString(),
              "--port",
              "0")) {
        Await.until(() -> run.says("\"type\":\"fill\"") || !run.process.isAlive(), LONG);
        assertThat(run.process.isAlive()).as(run.errors()).isTrue();
        assertThat(fills(address, account).valueStream())
            .isNotEmpty()
            .allMatch(fill -> fill.path("cloid").asString("").startsWith("0x"));
        assertThat(run.end()).as(run.errors()).isZero();
      }
      assertThat(exchange.end()).as(exchange.errors()).isZero();
      assertThat(exchange.output()).contains("\"type\":\"ended\"");
    }
  }

  private static JsonNode fills(String address, String account)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return JsonText.read(
          client
              .send(
                  HttpRequest.newBuilder(URI.create(address + "/info"))
                      .header("Content-Type", "application/json")
                      .POST(
                          HttpRequest.BodyPublishers.ofString(
                              "{\"type\":\"userFills\",\"user\":\"" + account + "\"}"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    }
  }

  private Command command(String... words) throws IOException {
    List<String> all =
        ChildJvm.command(
            "-Dorrery.home=" + folder.resolve("home"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName());
    all.addAll(List.of(words));
    Path out = folder.resolve(words[0] + ".out");
    Path err = folder.resolve(words[0] + ".err");
    return new Command(
        new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile()).start(),
        out,
        err);
  }

  /** One of the two, with what it prints. */
  private record Command(Process process, Path out, Path err) implements AutoCloseable {
    JsonNode firstLine() {
      Await.until(() -> says("\"type\":\"started\"") || !process.isAlive(), LONG);
      return output()
          .lines()
          .filter(line -> line.startsWith("{"))
          .findFirst()
          .map(JsonText::read)
          .orElseThrow(() -> new AssertionError(errors()));
    }

    boolean says(String text) {
      return output().contains(text);
    }

    String output() {
      return read(out);
    }

    String errors() {
      return read(err) + output();
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Ends it as a service manager does; its exit code. */
    int end() throws InterruptedException {
      process.destroy();
      assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as(errors()).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
