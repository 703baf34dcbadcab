package dev.orrery.broker.hyperliquid.connection;

import dev.orrery.hyperliquid.Network;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a venue is.
 *
 * @param name to show: {@code hyperliquid mainnet}, or the URL
 * @param rest where it answers, without a path
 * @param socket where it pushes
 * @param network the public network it is; empty at an address of one's own
 */
public record VenueAddress(String name, URI rest, URI socket, Optional<Network> network) {
  /**
   * Reads {@code hyperliquid}, which is mainnet, or a URL: {@code https://host:port} or {@code
   * wss://host:port/ws}, with or without TLS.
   *
   * @throws ProblemException CONFIGURATION for anything else
   */
  public static VenueAddress of(String source) {
    if (source.equals("hyperliquid")) {
      return of(Network.MAINNET);
    }
    try {
      return of(new URI(source));
    } catch (URISyntaxException e) {
      throw new ProblemException(noVenue(source), e);
    }
  }

  private static VenueAddress of(Network network) {
    return new VenueAddress(
        "hyperliquid " + network.chain().toLowerCase(java.util.Locale.ROOT),
        network.rest(),
        network.socket(),
        Optional.of(network));
  }

  private static VenueAddress of(URI url) throws URISyntaxException {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    boolean plain = "http".equals(url.getScheme()) || "ws".equals(url.getScheme());
    boolean secure = "https".equals(url.getScheme()) || "wss".equals(url.getScheme());
    if (url.getHost() == null
        || !(plain || secure)
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || !path.matches("/?|/ws/?")) {
      throw new ProblemException(noVenue(url.toString()));
    }
    String host = url.getHost();
    for (Network network : Network.values()) {
      if (host.equalsIgnoreCase(network.rest().getHost())) {
        return of(network);
      }
    }
    return new VenueAddress(
        host + (url.getPort() < 0 ? "" : ":" + url.getPort()),
        new URI(plain ? "http" : "https", null, host, url.getPort(), null, null, null),
        new URI(plain ? "ws" : "wss", null, host, url.getPort(), "/ws", null, null),
        Optional.empty());
  }

  private static Problem noVenue(String source) {
    return Problem.configuration(
        "market " + source,
        "is no address of a venue",
        "write hyperliquid, or a URL such as http://127.0.0.1:3001");
  }
}
