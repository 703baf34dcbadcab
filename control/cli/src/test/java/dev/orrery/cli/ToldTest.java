package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What came of a switch, in words. */
class ToldTest {
  @Test
  void tellsFactsInWords() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("drained", false);
    facts.put("written", true);
    facts.put("equityUsd", "9999.5");
    facts.put("state", "stopped");
    assertThat(Told.words(facts))
        .isEqualTo("not drained, written, equity usd 9999.5, state stopped");
  }

  @Test
  void namesAStrategyOnce() {
    assertThat(Told.problem("grid", "strategy grid: is being flattened (wait)").line())
        .isEqualTo("strategy grid: is being flattened (wait)");
    assertThat(Told.problem("grid", "its jar is gone").line())
        .isEqualTo("strategy grid: its jar is gone");
  }

  @Test
  void keepsAReasonOfBoundedLengthAndSaysSo() {
    Captured console = Captured.plain();
    assertThat(Reason.kept("x".repeat(20_000), console.console())).hasSize(512).endsWith("(cut)");
    assertThat(console.err()).isEqualTo("--reason has 20,000 letters, 512 are kept\n");
    assertThat(Reason.kept("short", console.console())).isEqualTo("short");
    assertThat(console.err()).hasLineCount(1);
  }
}
