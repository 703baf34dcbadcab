package dev.orrery.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OciArchiveTest {
  private static final Instant TIME = Instant.parse("2026-11-28T01:02:03Z");
  private static final String LONG = "opt/" + "a-long-folder/".repeat(8) + "file.txt";

  @TempDir Path folder;

  private String archive(String name) throws IOException {
    Path from = Files.createDirectories(folder.resolve("from/legal/java.base"));
    Files.writeString(from.resolve("LICENSE"), "as it is");
    Path program = folder.resolve("from/java");
    Files.writeString(program, "run");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path link = folder.resolve("from/legal/same");
    if (!Files.isSymbolicLink(link)) {
      Files.createSymbolicLink(link, Path.of("java.base/LICENSE"));
    }
    Tree tree = new Tree();
    tree.all("opt/runtime", folder.resolve("from"), _ -> true);
    tree.text(LONG, "deep");
    tree.folder("tmp", 01777);
    OciArchive archive =
        new OciArchive(TIME, Files.createDirectories(folder.resolve("scratch-" + name)));
    archive.layer(tree);
    return archive.write(
        folder.resolve(name), "amd64", "1.0", Map.of("Cmd", List.of("runner"), "User", "1:1"));
  }

  @Test
  void theSameIsTheSameToTheLastByte() throws IOException {
    assertThat(archive("a.tar")).isEqualTo(archive("b.tar"));
    assertThat(folder.resolve("a.tar")).hasSameBinaryContentAs(folder.resolve("b.tar"));
  }

  @Test
  void everyBlobIsWhatItsNameSaysAndTheIndexLeadsToAllOfThem() throws IOException {
    String digest = archive("a.tar");
    Unpacked outer = Unpacked.of(folder.resolve("a.tar"));
    outer.files.forEach((name, bytes) -> {
      if (name.startsWith("blobs/")) {
        assertThat(name).isEqualTo("blobs/sha256/" + Sha256.of(bytes).hex());
      }
    });
    JsonNode manifest = json(outer, digest);
    assertThat(json(outer.file("index.json")).at("/manifests/0/digest").asString())
        .isEqualTo(digest);
    assertThat(json(outer.file("oci-layout")).path("imageLayoutVersion").asString())
        .isEqualTo("1.0.0");
    JsonNode config = json(outer, manifest.at("/config/digest").asString());
    assertThat(config.at("/rootfs/diff_ids/0").asString())
        .isEqualTo(manifest.at("/layers/0/digest").asString());
    assertThat(config.path("created").asString()).isEqualTo(TIME.toString());
    Unpacked layer =
        Unpacked.of(
            new ByteArrayInputStream(blob(outer, manifest.at("/layers/0/digest").asString())));
    assertThat(layer.heads)
        .containsEntry("opt/runtime/java", "0 0000755 " + TIME.getEpochSecond() + " ")
        .containsEntry(
            "opt/runtime/legal/java.base/LICENSE", "0 0000644 " + TIME.getEpochSecond() + " ")
        .containsEntry(
            "opt/runtime/legal/same", "2 0000777 " + TIME.getEpochSecond() + " java.base/LICENSE")
        .containsEntry("tmp/", "5 0001777 " + TIME.getEpochSecond() + " ");
    assertThat(layer.files.get(LONG)).asString().isEqualTo("deep");
  }

  @Test
  void whatATarCannotNameIsRefused() {
    Tree tree = new Tree();
    tree.text("a".repeat(120), "");
    OciArchive archive = new OciArchive(TIME, folder);
    assertThatThrownBy(() -> archive.layer(tree)).hasMessageContaining("too long a name");
  }

  private static byte[] blob(Unpacked outer, String digest) {
    return Objects.requireNonNull(
        outer.files.get("blobs/sha256/" + digest.substring("sha256:".length())));
  }

  private static JsonNode json(Unpacked outer, String digest) {
    return json(blob(outer, digest));
  }

  private static JsonNode json(byte[] bytes) {
    return JsonMapper.shared().readTree(bytes);
  }
}
