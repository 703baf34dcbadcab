package dev.orrery.executor.risk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code docs/denial-reasons.md}. Run its main after a change of {@link DenialReason}. */
final class DenialReasonsPage {
  static final Path FILE = Path.of("..", "docs", "denial-reasons.md");

  private DenialReasonsPage() {}

  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, text());
  }

  static String text() {
    StringBuilder page =
        new StringBuilder(
            """
            # Denial reasons

            Why an order was denied before it was sent. A denial's text is the code, then `key=value` with
            the numbers that decided. Codes are stable. A reduce-only order is never denied for the trading
            state, a stale price or a count of orders. This page is generated from `DenialReason`.

            | Code | Meaning | Way out |
            |---|---|---|
            """);
    for (DenialReason reason : DenialReason.values()) {
      page.append("| `")
          .append(reason.name())
          .append("` | ")
          .append(reason.meaning())
          .append(" | ")
          .append(reason.wayOut())
          .append(" |\n");
    }
    return page.toString();
  }
}
