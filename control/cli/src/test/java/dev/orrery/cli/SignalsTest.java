package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in a process of its own, and what signals do to it. */
class SignalsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void endGracefullyWithZeroAndAtOnceWhenAskedTwiceByHand() throws Exception {
    BundledPlugins.into(folder.resolve("home/plugins"));

    Process terminated = start();
    try (BufferedReader feed = feed(terminated)) {
      assertThat(type(feed.readLine())).isEqualTo("started");
      signal(terminated, "TERM");
      assertThat(lastOf(feed)).contains("\"type\":\"ended\"", "\"cause\":\"told to end\"");
      assertThat(end(terminated)).isZero();
    }
    assertThat(DataDirectory.holder(data())).isEmpty();

    Process interrupted = start();
    try (BufferedReader feed = feed(interrupted)) {
      assertThat(type(feed.readLine())).isEqualTo("started");
      signal(interrupted, "INT");
      assertThat(lastOf(feed)).contains("\"type\":\"ended\"");
      assertThat(end(interrupted)).isZero();
    }

    Process stuck = start();
    try (BufferedReader feed = feed(stuck)) {
      assertThat(type(feed.readLine())).isEqualTo("started");
      // Nobody reads the feed any more: once its pipe is full, ending takes its time.
      Await.until(silentFor(Duration.ofSeconds(4), stuck), LONG);
      signal(stuck, "INT");
      Await.until(() -> phase().equals("stopping"), LONG);
      signal(stuck, "INT");
      assertThat(end(stuck)).isEqualTo(130);
      assertThat(Files.readString(folder.resolve("err")))
          .endsWith("orrery: ended at once; the next start goes on from the journal\n");
    }
  }

  @Test
  void endWithZeroWhatIsNotUpYetAndLeaveNothing() throws Exception {
    BundledPlugins.into(folder.resolve("home/plugins"));
    Process starting = start();
    Await.until(() -> DataDirectory.holder(data()).isPresent(), LONG);
    signal(starting, "TERM");
    assertThat(end(starting)).as(Files.readString(folder.resolve("err"))).isZero();
    assertThat(DataDirectory.holder(data())).isEmpty();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorrery.home=" + folder.resolve("home"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--data-dir",
                data().toString(),
                "--port",
                "0"))
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static int end(Process process) throws InterruptedException {
    boolean ended = process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended).isTrue();
    return process.exitValue();
  }

  private static BufferedReader feed(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static String type(String line) {
    return JsonText.read(line).path("type").asString("");
  }

  private static String lastOf(BufferedReader feed) {
    return feed.lines().reduce("", (_, line) -> line);
  }

  /** Whether a feed that always has something to say has stopped in the middle. */
  private static BooleanSupplier silentFor(Duration quiet, Process process) {
    long[] last = {0, System.nanoTime()};
    return () -> {
      try {
        int there = process.getInputStream().available();
        if (there != last[0]) {
          last[0] = there;
          last[1] = System.nanoTime();
        }
        return there > 0 && System.nanoTime() - last[1] > quiet.toNanos();
      } catch (IOException e) {
        throw new AssertionError("the feed is gone", e);
      }
    };
  }

  private String phase() {
    int port = DataDirectory.holder(data()).map(DataDirectory.Holder::port).orElse(0);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return JsonText.read(
              client
                  .send(
                      HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body())
          .path("phase")
          .asString("");
    } catch (IOException e) {
      return "unreachable";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
