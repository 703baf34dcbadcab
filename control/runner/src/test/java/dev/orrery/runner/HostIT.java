package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostIT {
  @TempDir Path folder;

  @Test
  void tradesStopsAndResumes() throws Exception {
    Path plugins = Bench.plugins(folder.resolve("plugins"));
    Path data = folder.resolve("data");
    HostSettings settings = HostSettings.of(Bench.shipped(data), plugins).notDurable();
    try (Host host = Host.start(settings)) {
      Bench.await(
          "three strategies fill orders",
          Duration.ofSeconds(40),
          () -> count(host, "select count(distinct deployment_id) from fills") >= 3);
      System.err.println(Bench.get(host, "/health"));
      System.err.println(Bench.get(host, "/api/v1/strategies"));
    }
    long begin = System.nanoTime();
    try (Host host = Host.start(settings)) {
      System.err.println("restart ms " + (System.nanoTime() - begin) / 1_000_000);
      assertThat(host.health().ready()).isTrue();
    }
  }

  private static long count(Host host, String sql) {
    return host.storage()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
