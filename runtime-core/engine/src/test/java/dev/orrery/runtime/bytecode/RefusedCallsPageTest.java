package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/refused-calls.md} true; {@code -Dorrery.docs.write=true} writes it. */
class RefusedCallsPageTest {
  private static final Path PAGE = Path.of("../../docs/refused-calls.md");

  private static final String INTRO =
      """
      # Refused calls

      Calls for which a strategy jar is not loaded. What they change is shared by everybody in the
      process, or leads past everything that holds a plugin. This page is generated from `Refusal`.

      - A jar is refused when something leads to such a call from the classes in its service files:
        in its own code or in a library it brings, directly, by a reference to the method, in a lambda.
        The line names class, method and call.
      - A call to which nothing leads does not keep a jar from loading; it throws `SecurityException`
        when it is come to after all.
      - Calls by reflection cannot be told from the code. `./orrery plugins verify` shows where a jar
        uses reflection, and everything else it reaches: files, sockets, threads, clocks.
      - An operator can allow calls for a jar, by the name of its file:

        ```yaml
        allowedCalls:
          my-strategy.jar: [processes, system-properties]
        ```

      - `System.exit`, `Runtime.exit` and `Runtime.halt` are not refused: many libraries hold one that
        nobody calls. They throw `SecurityException` when a plugin calls them.

      | Name | Calls | Why | Instead |
      |---|---|---|---|
      """;

  @Test
  void thePageIsWhatTheRefusalsSay() throws IOException {
    StringBuilder page = new StringBuilder(INTRO);
    for (Refusal refusal : Refusal.values()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(refusal.key(), calls(refusal), refusal.reason(), refusal.wayOut()));
    }
    if (Boolean.getBoolean("orrery.docs.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/refused-calls.md; write it with -Dorrery.docs.write=true")
        .isEqualTo(page.toString());
  }

  private static String calls(Refusal refusal) {
    return refusal.members().isEmpty()
        ? "methods declared `native`"
        : refusal.members().stream()
            .map(member -> member.replaceFirst("\\(.*", ""))
            .map(member -> member.split("\\.", 2))
            .map(member -> "`" + JdkMembers.text(member[0], member[1]) + "`")
            .collect(Collectors.joining(", "));
  }
}
