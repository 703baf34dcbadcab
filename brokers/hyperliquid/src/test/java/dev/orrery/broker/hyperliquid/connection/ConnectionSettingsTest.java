package dev.orrery.broker.hyperliquid.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Network;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {
  @Test
  void pausesGrowToTheLongestAndVary() {
    var pauses = ConnectionSettings.of(Network.MAINNET.socket()).pauses();

    assertThat(pauses.apply(1)).isBetween(250L, 750L);
    assertThat(pauses.apply(4)).isBetween(2_000L, 6_000L);
    assertThat(pauses.apply(1_000)).isBetween(15_000L, 45_000L);
  }

  @Test
  void refusesWhatIsNoSocket() {
    assertThatThrownBy(() -> ConnectionSettings.of(URI.create("https://host/ws")))
        .hasMessage("a socket is at ws:// or wss:// and a host, not https://host/ws");
  }
}
