package dev.orrery.broker.hyperliquid;

import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a venue at an address of one's own says it is. Orrery's local exchange says so under {@code
 * /control}, and which network's signatures it takes; nobody else is taken for one, loopback or
 * not.
 */
final class VenueIdentity {
  private static final String LOCAL = "orrery-local-exchange";
  private static final int OK = 200;
  private static final int AWAY = 500;

  private VenueIdentity() {}

  /**
   * The network whose signatures a local exchange takes; empty when it is none.
   *
   * @throws IOException when nothing answers: what it is cannot be known
   */
  static Optional<Network> local(RestSettings at) throws IOException {
    try (HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(at.connectTimeout())
            .build()) {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(at.base().resolve("/control"))
                  .timeout(at.answerTimeout())
                  .GET()
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() >= AWAY) {
        throw new IOException("answered " + answer.statusCode());
      }
      return answer.statusCode() == OK ? read(answer.body()) : Optional.empty();
    } catch (MalformedMessageException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Optional<Network> read(byte[] body) {
    JsonNode json = WireJson.tree(body);
    boolean isLocal =
        json.path("exchange").asString("").equals(LOCAL)
            && json.path("realMoney").isBoolean()
            && !json.path("realMoney").booleanValue();
    String network = json.path("network").asString("");
    for (Network each : Network.values()) {
      if (isLocal && each.chain().equals(network)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
