package dev.orrery.broker.hyperliquid.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Network;
import dev.orrery.kernel.ProblemException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VenueAddressTest {
  @Test
  void isMainnetByName() {
    assertThat(VenueAddress.of("hyperliquid"))
        .isEqualTo(
            new VenueAddress(
                "hyperliquid mainnet",
                URI.create("https://api.hyperliquid.xyz"),
                URI.create("wss://api.hyperliquid.xyz/ws"),
                Optional.of(Network.MAINNET)));
    assertThat(VenueAddress.of("https://api.hyperliquid-testnet.xyz").network())
        .contains(Network.TESTNET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:3001",
        "http://127.0.0.1:3001/",
        "ws://127.0.0.1:3001/ws",
        "ws://127.0.0.1:3001"
      })
  void isAnyHostByUrl(String url) {
    assertThat(VenueAddress.of(url))
        .isEqualTo(
            new VenueAddress(
                "127.0.0.1:3001",
                URI.create("http://127.0.0.1:3001"),
                URI.create("ws://127.0.0.1:3001/ws"),
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "https://host/info",
        "https://user:key@host",
        "https://host?a=b",
        "https://",
        "https://a b"
      })
  void isNothingElse(String source) {
    assertThatThrownBy(() -> VenueAddress.of(source))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is no address of a venue");
  }
}
