package dev.orrery.hyperliquid.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Messages to read, from the test resources. */
public final class Samples {
  private Samples() {}

  /** A file of the folder {@code hyperliquid}. */
  public static JsonNode file(String name) {
    try (InputStream in =
        Objects.requireNonNull(Samples.class.getResourceAsStream("/hyperliquid/" + name), name)) {
      return WireJson.tree(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements of a file that is an array. */
  public static Stream<JsonNode> rows(String name) {
    return StreamSupport.stream(file(name).spliterator(), false);
  }
}
