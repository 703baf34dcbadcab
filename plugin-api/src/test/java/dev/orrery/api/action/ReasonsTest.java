package dev.orrery.api.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void aLongReasonIsCutAndLosesNoDecision() {
    assertThat(new Noop("x".repeat(600)).reason()).hasSize(512).endsWith("x...");
    assertThat(new Noop("x".repeat(512)).reason()).hasSize(512).endsWith("x");
  }

  @Test
  void isNeverCutWithinACharacter() {
    String reason = new Noop("x".repeat(508) + "\ud83d\ude80".repeat(10)).reason();
    assertThat(reason).isEqualTo("x".repeat(508) + "...");
  }

  @Test
  void whatControlsATerminalBecomesSpaces() {
    assertThat(new Noop("a\nb\u001b[31mc\u0000d\u202ee").reason()).isEqualTo("a b [31mc d e");
  }

  @Test
  void nothingToReadIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Noop(" \n"))
        .withMessage("Noop needs a reason");
  }
}
