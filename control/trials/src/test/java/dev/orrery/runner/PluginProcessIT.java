package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runtime.plugin.TestJar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A daemon in a process of its own takes up what is put into its folder, and is killed. */
class PluginProcessIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void hostsWhatIsPutIntoItsFolderAndFindsItAgain() throws Exception {
    Path data = folder.resolve("data");
    Path plugins = Bench.plugins(folder.resolve("plugins"));
    String deployment;
    String digest;
    try (DaemonProcess daemon = DaemonProcess.start(data, plugins)) {
      daemon.awaitReady();
      put(plugins, "one");
      Bench.await(
          "it runs", SOON, () -> strategy(data).path("state").asString("").equals("running"));
      deployment = strategy(data).path("deployment").asString();
      String first = strategy(data).path("jar_digest").asString();
      put(plugins, "two");
      Bench.await(
          "another version runs",
          SOON,
          () -> !strategy(data).path("jar_digest").asString().equals(first));
      digest = strategy(data).path("jar_digest").asString();
      assertThat(strategy(data).path("deployment").asString()).isEqualTo(deployment);
      daemon.kill();
    }
    try (DaemonProcess again = DaemonProcess.start(data, plugins)) {
      again.awaitReady();
      assertThat(strategy(data).path("deployment").asString()).isEqualTo(deployment);
      assertThat(strategy(data).path("jar_digest").asString()).isEqualTo(digest);
      assertThat(strategy(data).path("state").asString()).isEqualTo("running");
      Files.delete(plugins.resolve("late.jar"));
      Bench.await(
          "it is removed", SOON, () -> strategy(data).path("state").asString("").equals("removed"));
      again.kill();
    }
  }

  private static void put(Path plugins, String version) throws IOException {
    Path fresh =
        TestJar.withStrategy("Late", "late")
            .file("version.txt", version)
            .build(plugins.resolve("late.jar.part"));
    Files.move(
        fresh,
        plugins.resolve("late.jar"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static JsonNode strategy(Path data) {
    int port = DataDirectory.holder(data).orElseThrow().port();
    URI page = URI.create("http://127.0.0.1:" + port + "/api/v1/strategies/late");
    return Bench.send(HttpRequest.newBuilder(page).GET()).json();
  }
}
