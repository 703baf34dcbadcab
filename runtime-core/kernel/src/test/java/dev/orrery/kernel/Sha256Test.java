package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Sha256Test {
  @Test
  void isThatOfTheStandard() {
    assertThat(Sha256.of("abc").hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Sha256.of("").brief()).isEqualTo("e3b0c44298fc");
  }

  @Test
  void refusesWhatIsNotOne() {
    for (String text : new String[] {"", "ab", "Z".repeat(64), "A".repeat(64), "a".repeat(65)}) {
      assertThatThrownBy(() -> new Sha256(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("64 hex digits");
    }
  }
}
