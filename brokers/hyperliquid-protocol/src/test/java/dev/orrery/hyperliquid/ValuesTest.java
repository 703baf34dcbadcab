package dev.orrery.hyperliquid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  private static final String LOWER = "0x5e9ee1089755c3435139848e47e6635505d5a13a";

  @Test
  void addressesCompareWithoutCase() {
    assertThat(new Address("0X5E9EE1089755C3435139848E47E6635505D5A13A"))
        .isEqualTo(new Address(LOWER))
        .hasToString(LOWER);
    assertThat(Address.of(new Address(LOWER).bytes())).isEqualTo(new Address(LOWER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "5e9ee1089755c3435139848e47e6635505d5a13a",
        "0x5e9ee1089755c3435139848e47e6635505d5a13",
        "0x5e9ee1089755c3435139848e47e6635505d5a13ag",
        "0x5e9ee1089755c3435139848e47e6635505d5a13\u00e4"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> new Address(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40 hex digits");
  }

  @Test
  void clientOrderIdsAreSixteenBytes() {
    Cloid cloid = Cloid.of(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
    assertThat(cloid.hex()).isEqualTo("0x000102030405060708090a0b0c0d0e0f");
    assertThat(new Cloid("0x000102030405060708090A0B0C0D0E0F")).isEqualTo(cloid);
    assertThatThrownBy(() -> Cloid.of(new byte[15])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheSignatureOfAWallet() {
    String r = "0".repeat(63) + "7";
    String s = "a".repeat(64);
    Signature wanted = new Signature(BigInteger.valueOf(7), new BigInteger(s, 16), 28);
    assertThat(Signature.ofWallet("0x" + r + s + "1c")).isEqualTo(wanted);
    assertThat(Signature.ofWallet("0x" + r + s + "01")).isEqualTo(wanted);
    assertThat(wanted.rHex()).isEqualTo("0x" + r);
    assertThatThrownBy(() -> Signature.ofWallet("0x" + r + s))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
