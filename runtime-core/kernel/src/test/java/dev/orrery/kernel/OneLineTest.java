package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void leavesPlainTextAsItIs() {
    assertThat(OneLine.of("short, ü and 𝄞", 20)).isEqualTo("short, ü and 𝄞");
  }

  @Test
  void putsBlanksForControlCharacters() {
    assertThat(OneLine.of("a\u0000b\nc\u001b[31m\u009b", 20)).isEqualTo("a b c [31m ");
  }

  @Test
  void replacesHalfASurrogatePair() {
    assertThat(OneLine.of("a\uD834b\uDD1E", 20)).isEqualTo("a\uFFFDb\uFFFD");
  }

  @Test
  void cutsAndSaysSo() {
    assertThat(OneLine.of("0123456789abcdefghijk", 20)).isEqualTo("0123456789 ... (cut)");
    assertThat(OneLine.of("012345678𝄞abcdefghij", 20)).isEqualTo("012345678\uFFFD ... (cut)");
  }
}
