package dev.orrery.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The image of the built distribution, unpacked and started as an engine would, without one. */
@Tag("certify")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RunnerImageTest {
  private static final Path HOME = Path.of("target", "orrery").toAbsolutePath();

  @TempDir Path folder;

  private record Ended(int code, String said) {}

  @Test
  void theSameBuildMakesTheSameImageAndItStarts() throws Exception {
    assumeTrue(Files.exists(HOME.resolve("built")), "there is no distribution");
    Path root = Files.createDirectories(folder.resolve("root"));
    assumeTrue(run(within(root, List.of("/none"))).said().contains("/none"), "no right to chroot");
    Path tar = folder.resolve("image.tar");
    String digest = RunnerImage.build(HOME, "1.0", tar);
    assertThat(RunnerImage.build(HOME, "1.0", folder.resolve("again.tar"))).isEqualTo(digest);

    Path blobs = folder.resolve("unpacked/blobs/sha256");
    unpack(tar, folder.resolve("unpacked"));
    JsonNode manifest = json(blobs, digest);
    for (JsonNode layer : manifest.path("layers")) {
      unpack(blobs.resolve(layer.path("digest").asString().substring(7)), root);
    }
    JsonNode config = json(blobs, manifest.at("/config/digest").asString()).path("config");
    List<String> command = new ArrayList<>();
    config.path("Entrypoint").forEach(it -> command.add(it.asString()));
    Ended version = run(within(root, List.of(command.getFirst(), "-version")));
    assertThat(version.said()).contains("build 25");
    config.path("Cmd").forEach(it -> command.add(it.asString()));
    Ended runner = run(within(root, command));
    assertThat(runner.said()).contains("set DEPLOYMENT_ID");
    // Not to be started again by whoever runs it.
    assertThat(runner.code()).as(runner.said()).isZero();
  }

  /** With the processes that the loader asks for its own place, and a mount of nobody else's. */
  private static List<String> within(Path root, List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mkdir -p \"$0/proc\" && mount -t proc proc \"$0/proc\" && exec chroot \"$0\" \"$@\"",
                root.toString()));
    all.addAll(command);
    return all;
  }

  private static void unpack(Path tar, Path to) throws IOException, InterruptedException {
    Files.createDirectories(to);
    Ended ended = run(List.of("tar", "-xpf", tar.toString(), "-C", to.toString()));
    assertThat(ended.code()).as(ended.said()).isZero();
  }

  private static Ended run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  private static JsonNode json(Path blobs, String digest) throws IOException {
    return Objects.requireNonNull(
        JsonMapper.shared().readTree(Files.readAllBytes(blobs.resolve(digest.substring(7)))));
  }
}
