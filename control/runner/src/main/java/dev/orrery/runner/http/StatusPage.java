package dev.orrery.runner.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The one page: self-contained, reads the API. */
final class StatusPage {
  private StatusPage() {}

  static String text() {
    try (InputStream page = StatusPage.class.getResourceAsStream("status.html")) {
      if (page == null) {
        throw new IllegalStateException("the status page is not in this build");
      }
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the status page cannot be read", e);
    }
  }
}
