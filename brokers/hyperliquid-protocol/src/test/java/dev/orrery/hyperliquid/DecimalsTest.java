package dev.orrery.hyperliquid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.testing.Seeds;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  @ParameterizedTest
  @CsvSource({
    "97123.0, 97123, 97123.0",
    "0.00100, 0.001, 0.001",
    "1E+5, 100000, 100000.0",
    "1E-8, 0.00000001, 0.00000001",
    "0.000, 0, 0.0",
    "-0.0, 0, 0.0",
    "-12.50, -12.5, -12.5",
    "100, 100, 100.0"
  })
  void hasAFormToSignAndAFormToShow(BigDecimal value, String wire, String shown) {
    assertThat(Decimals.wire(value)).isEqualTo(wire);
    assertThat(Decimals.shown(value)).isEqualTo(shown);
  }

  @Test
  void refusesToSignWhatNeedsMoreThanEightDecimals() {
    assertThatThrownBy(() -> Decimals.wire(new BigDecimal("0.123456789")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.123456789 has 9");
    assertThat(Decimals.wire(new BigDecimal("0.1234567800"))).isEqualTo("0.12345678");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "-", "+1", "1e5", "1E5", " 1", "1 ", "0x1", "1,0", "1.2.3", "NaN", "--1"})
  void readsOnlyPlainDecimals(String text) {
    assertThatThrownBy(() -> Decimals.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"0001.50, 1.5", ".5, 0.5", "5., 5", "-.25, -0.25", "-0, 0"})
  void readsWhatClientsWriteLoosely(String text, BigDecimal value) {
    assertThat(Decimals.parse(text)).isEqualTo(value);
  }

  @Test
  void refusesNumbersThatWouldFillTheMemory() {
    assertThatThrownBy(() -> Decimals.parse("9".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Decimals.exact(new BigDecimal("1E+1000000")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Decimals.exact(new BigDecimal("1E-1000000")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsBackWhatItWrites() {
    Seeds.each(
        10_000,
        random -> {
          BigDecimal value =
              BigDecimal.valueOf(random.nextLong(-1L << 50, 1L << 50), random.nextInt(-3, 9));
          assertThat(Decimals.parse(Decimals.wire(value))).isEqualByComparingTo(value);
          assertThat(Decimals.parse(Decimals.shown(value)))
              .isEqualTo(Decimals.parse(Decimals.wire(value)));
          assertThat(Decimals.wire(value)).doesNotContain("E").doesNotMatch(".*\\.[0-9]*0");
          assertThat(Decimals.shown(value)).contains(".");
        });
  }
}
