package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.testing.Await;
import dev.orrery.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in a process of its own, and what signals do to it. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SignalsTest {
  private static final Duration LONG = Duration.ofMinutes(4);

  /** Of the 64 KiB that a pipe usually holds. */
  private static final int ALL_BUT_FULL = 60_000;

  private static final Duration STUCK = Duration.ofSeconds(2);
  private static final Duration LONG_STUCK = Duration.ofSeconds(15);

  @TempDir private Path folder;

  @Test
  void endGracefullyWithZero() throws Exception {
    try (Daemon daemon = start()) {
      daemon.awaitFeed();
      daemon.signal("TERM");
      assertThat(daemon.end()).isZero();
      assertThat(daemon.lastLine()).contains("\"type\":\"ended\"", "\"cause\":\"told to end\"");
    }
    assertThat(DataDirectory.holder(data())).isEmpty();
    try (Daemon daemon = start()) {
      daemon.awaitFeed();
      daemon.signal("INT");
      assertThat(daemon.end()).isZero();
      assertThat(daemon.lastLine()).contains("\"type\":\"ended\"");
    }
  }

  @Test
  void endAtOnceWhenAskedTwiceByHand() throws Exception {
    try (Daemon daemon = start()) {
      daemon.awaitFeed();
      // Nobody reads the feed any more: once its pipe is full, ending takes its time.
      daemon.stopReading();
      Await.until(daemon::isStuck, LONG);
      daemon.signal("INT");
      Await.until(() -> daemon.hasEnded() || phase().equals("stopping"), LONG);
      daemon.signal("INT");
      assertThat(daemon.end()).isEqualTo(130);
      assertThat(Files.readString(folder.resolve("err")))
          .endsWith("orrery: ended at once; the next start goes on from the journal\n");
    }
  }

  @Test
  void endWithZeroWhatIsNotUpYetAndLeaveNothing() throws Exception {
    try (Daemon daemon = start()) {
      Await.until(() -> DataDirectory.holder(data()).isPresent(), LONG);
      daemon.signal("TERM");
      assertThat(daemon.end()).as(Files.readString(folder.resolve("err"))).isZero();
    }
    assertThat(DataDirectory.holder(data())).isEmpty();
  }

  private Daemon start() throws IOException, InterruptedException {
    if (!Files.isDirectory(folder.resolve("home"))) {
      BundledPlugins.into(folder.resolve("home/plugins"));
    }
    List<String> words = new ArrayList<>(defaultSignals());
    words.addAll(
        ChildJvm.command(
            "-Dorrery.home=" + folder.resolve("home"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "run",
            "--data-dir",
            data().toString(),
            "--port",
            "0"));
    return new Daemon(
        new ProcessBuilder(words).redirectError(folder.resolve("err").toFile()).start());
  }

  /** Tests that run in the background of a script inherit from it that SIGINT is ignored. */
  private static List<String> defaultSignals() throws IOException, InterruptedException {
    List<String> env = List.of("env", "--default-signal=INT");
    List<String> probe = new ArrayList<>(env);
    probe.add("true");
    return new ProcessBuilder(probe).start().waitFor() == 0 ? env : List.of();
  }

  private Path data() {
    return folder.resolve("data");
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

  /** One, with its feed. Nothing here waits for it without end. */
  private static final class Daemon implements AutoCloseable {
    private final Process process;
    private final Thread reader;
    private volatile boolean reading = true;
    private volatile String last = "";
    private int there;
    private long since = System.nanoTime();

    Daemon(Process process) {
      this.process = process;
      this.reader = Thread.ofPlatform().daemon().name("feed").start(this::read);
    }

    private void read() {
      try (BufferedReader feed =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = feed.readLine(); line != null && reading; line = feed.readLine()) {
          last = line;
        }
        while (!reading && process.isAlive()) {
          LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void awaitFeed() {
      Await.until(() -> !last.isEmpty(), LONG);
    }

    boolean hasEnded() {
      return !process.isAlive();
    }

    void stopReading() {
      reading = false;
    }

    /** Whether its pipe is full and stays so, or, where that is small, it is silent for long. */
    boolean isStuck() {
      try {
        int now = process.getInputStream().available();
        if (now != there) {
          there = now;
          since = System.nanoTime();
        }
        Duration silent = Duration.ofNanos(System.nanoTime() - since);
        return there > 0 && silent.compareTo(there > ALL_BUT_FULL ? STUCK : LONG_STUCK) > 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void signal(String name) throws IOException, InterruptedException {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
    }

    int end() throws InterruptedException {
      assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
      return process.exitValue();
    }

    String lastLine() throws InterruptedException {
      reader.join(LONG);
      return last;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
