package dev.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeqNumbersTest {
  private static final long M = SeqNumbers.BLOCK;

  private final SeqNumbers numbers = new SeqNumbers();

  @Test
  void givesBlocksInOrder() {
    numbers.add(List.of(2 * M, M));
    assertThat(numbers.next()).isEqualTo(M);
    assertThat(numbers.next()).isEqualTo(M + 1);
    assertThat(numbers.wanted()).isEqualTo(7);
  }

  @Test
  void goesOnAboveWhatAnybodyHadBefore() {
    numbers.add(List.of(M, 2 * M));
    assertThat(numbers.next()).isEqualTo(M);
    numbers.restart(List.of(5 * M, 6 * M));
    assertThat(numbers.next()).isEqualTo(5 * M);
    assertThat(numbers.wanted()).isEqualTo(7);
  }

  /** The writer took its blocks before, and brings them after. */
  @Test
  void givesUpBlocksThatComeLate() {
    numbers.restart(List.of(5 * M, 6 * M));
    numbers.add(List.of(3 * M, 4 * M));
    assertThat(numbers.next()).isEqualTo(5 * M);
    numbers.restart(List.of(7 * M));
    assertThat(numbers.next()).isEqualTo(7 * M);
    assertThat(numbers.wanted()).isEqualTo(8);
  }

  /** The writer took its blocks after, and is in one of them already. */
  @Test
  void neverGoesBackToBlocksTakenEarlier() {
    numbers.add(List.of(9 * M));
    assertThat(numbers.next()).isEqualTo(9 * M);
    numbers.restart(List.of(5 * M, 6 * M));
    assertThat(numbers.next()).isEqualTo(9 * M + 1);
    numbers.add(List.of(10 * M));
    assertThat(numbers.wanted()).isEqualTo(7);
  }

  @Test
  void saysWhenThereAreNoneLeft() {
    assertThatThrownBy(numbers::next)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no numbers left");
  }
}
