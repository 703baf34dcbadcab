package dev.orrery.hyperliquid;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;

/**
 * Which of the venue's networks an action is signed for. It goes into every signature, so that an
 * action signed for one is worth nothing on the other; it is independent of the host that is
 * called.
 */
public enum Network {
  /** Real money. */
  MAINNET("a", "Mainnet", "api.hyperliquid.xyz"),
  /** Play money; also what a local exchange is signed for by clients that know only these two. */
  TESTNET("b", "Testnet", "api.hyperliquid-testnet.xyz");

  private final String source;
  private final String chain;
  private final String host;

  Network(String source, String chain, String host) {
    this.source = source;
    this.chain = chain;
    this.host = host;
  }

  /** The {@code source} of the typed data behind an action that trades. */
  public String source() {
    return source;
  }

  /** The {@code hyperliquidChain} of an action that an account signs itself. */
  @JsonValue
  public String chain() {
    return chain;
  }

  /** Where the venue answers requests. */
  public URI rest() {
    return URI.create("https://" + host);
  }

  /** Where the venue pushes. */
  public URI socket() {
    return URI.create("wss://" + host + "/ws");
  }
}
