package dev.orrery.backtest.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * What every page carries inside it: a style, the chart library and our scripts. A policy on the
 * page lets these scripts run and no other, by their digests, and nothing be fetched.
 *
 * @param style CSS
 * @param scripts in the order they run
 */
record PageParts(String style, List<String> scripts) {
  private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  /** As they come with the program. */
  static PageParts read() {
    return new PageParts(
        resource("report.css"),
        List.of(resource(ECHARTS), resource("charts.js"), resource("trades.js")));
  }

  private static String resource(String name) {
    try (InputStream in = PageParts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build lacks " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (text.contains("</script") || text.contains("<!--")) {
        throw new IllegalStateException(name + " cannot stand inside a page");
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content security policy. */
  String policy() {
    StringBuilder policy = new StringBuilder("default-src 'none'; base-uri 'none'; form-action");
    policy.append(" 'none'; img-src data:; style-src 'unsafe-inline'; script-src");
    for (String script : scripts) {
      policy.append(" 'sha256-").append(digest(script)).append('\'');
    }
    return policy.toString();
  }

  private static String digest(String script) {
    try {
      byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
