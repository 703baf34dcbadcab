package dev.orrery.config.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The configuration that is used when none is given: {@code examples/orrery.yaml}. */
public final class ShippedConfig {
  /** What problems and origins call it. */
  public static final String NAME = "orrery.yaml (shipped)";

  /** The data directory it leaves as it is by default. */
  public static final String DATA_DIR = "data";

  private ShippedConfig() {}

  /** Its text. */
  public static String text() {
    try (InputStream in = ShippedConfig.class.getResourceAsStream("orrery.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the shipped configuration is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the shipped configuration cannot be read", e);
    }
  }
}
