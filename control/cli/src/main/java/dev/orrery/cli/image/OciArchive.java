package dev.orrery.cli.image;

import dev.orrery.kernel.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * An image layout of the Open Container Initiative (specification 1.1) in a tar: blobs named by
 * their SHA-256, a manifest, an index. Layers are not compressed, so their digests are those of
 * what is in them. Confined to one thread.
 */
final class OciArchive {
  private static final String TYPES = "application/vnd.oci.image.";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Instant time;
  private final Path scratch;
  private final List<Blob> layers = new ArrayList<>();

  OciArchive(Instant time, Path scratch) {
    this.time = time;
    this.scratch = scratch;
  }

  private record Blob(String digest, long size, Path file) {}

  void layer(Tree tree) throws IOException {
    Path file = scratch.resolve("layer" + layers.size());
    MessageDigest digest = Sha256.newDigest();
    try (OutputStream out =
            new BufferedOutputStream(
                new DigestOutputStream(Files.newOutputStream(file), digest), 1 << 16);
        Tar tar = new Tar(out, time)) {
      tree.write(tar);
    }
    layers.add(new Blob(HexFormat.of().formatHex(digest.digest()), Files.size(file), file));
  }

  /**
   * Writes it.
   *
   * @param settings the image's {@code config}
   * @return the digest of its manifest, by which it is named
   */
  String write(Path to, String architecture, String version, Map<String, Object> settings)
      throws IOException {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("created", time.toString());
    config.put("architecture", architecture);
    config.put("os", "linux");
    config.put("config", settings);
    config.put(
        "rootfs",
        Map.of("type", "layers", "diff_ids", layers.stream().map(OciArchive::named).toList()));
    byte[] configJson = json(config);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", TYPES + "manifest.v1+json");
    manifest.put("config", descriptor("config.v1+json", hex(configJson), configJson.length));
    manifest.put(
        "layers",
        layers.stream().map(it -> descriptor("layer.v1.tar", it.digest(), it.size())).toList());
    byte[] manifestJson = json(manifest);
    Map<String, Object> entry =
        descriptor("manifest.v1+json", hex(manifestJson), manifestJson.length);
    entry.put("annotations", Map.of("org.opencontainers.image.ref.name", version));
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", TYPES + "index.v1+json");
    index.put("manifests", List.of(entry));

    Path part = to.resolveSibling(to.getFileName() + ".part");
    try (Tar tar = new Tar(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16), time)) {
      tar.folder("blobs", 0755);
      tar.folder("blobs/sha256", 0755);
      Map<String, Object> blobs = new TreeMap<>();
      layers.forEach(it -> blobs.put(it.digest(), it.file()));
      blobs.put(hex(configJson), configJson);
      blobs.put(hex(manifestJson), manifestJson);
      for (Map.Entry<String, Object> blob : blobs.entrySet()) {
        String name = "blobs/sha256/" + blob.getKey();
        if (blob.getValue() instanceof Path file) {
          tar.file(name, 0644, file);
        } else {
          tar.file(name, 0644, (byte[]) blob.getValue());
        }
      }
      tar.file("index.json", 0644, json(index));
      tar.file(
          "oci-layout",
          0644,
          "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
    }
    Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    return "sha256:" + hex(manifestJson);
  }

  private static Map<String, Object> descriptor(String type, String digest, long size) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mediaType", TYPES + type);
    fields.put("digest", "sha256:" + digest);
    fields.put("size", size);
    return fields;
  }

  private static String named(Blob blob) {
    return "sha256:" + blob.digest();
  }

  private static byte[] json(Map<String, Object> value) {
    // In one order, whatever the maps within have.
    return JSON.writerFor(Map.class)
        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .writeValueAsBytes(value);
  }

  private static String hex(byte[] bytes) {
    return Sha256.of(bytes).hex();
  }
}
