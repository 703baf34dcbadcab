package dev.orrery.hyperliquid.wire.socket;

import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import tools.jackson.databind.JsonNode;

/** What a client sends on the WebSocket. */
public sealed interface ClientFrame {
  /** Wants to be told something. */
  record Subscribe(Subscription subscription) implements ClientFrame {}

  /** No longer wants to be told it. */
  record Unsubscribe(Subscription subscription) implements ClientFrame {}

  /** Keeps the connection alive; the answer is a pong. */
  record Ping() implements ClientFrame {}

  /**
   * A request of the REST API.
   *
   * @param id of the client, unique on its connection; the answer has it
   * @param type {@code info} or {@code action}
   * @param payload what would have been posted
   */
  record Post(long id, String type, JsonNode payload) implements ClientFrame {
    /** A question. */
    public static Post of(long id, InfoRequest<?> request) {
      return new Post(id, "info", WireJson.tree(request.json()));
    }

    /** An action. */
    public static Post of(long id, ExchangeRequest request) {
      return new Post(id, "action", WireJson.tree(request.json()));
    }
  }

  /**
   * Reads a frame, as a server. To echo a subscription take it from the frame, not from the record:
   * some clients wait until all they sent comes back.
   *
   * @throws MalformedMessageException when it is none
   */
  static ClientFrame read(JsonNode json) {
    return switch (json.path("method").asString("")) {
      case "subscribe" -> new Subscribe(Subscription.read(json.path("subscription")));
      case "unsubscribe" -> new Unsubscribe(Subscription.read(json.path("subscription")));
      case "ping" -> new Ping();
      case "post" -> post(json);
      default ->
          throw new MalformedMessageException(
              "a frame has a method of subscribe, unsubscribe, ping or post");
    };
  }

  private static Post post(JsonNode json) {
    JsonNode request = json.path("request");
    String type = request.path("type").asString("");
    if (!json.path("id").canConvertToLong() || !(type.equals("info") || type.equals("action"))) {
      throw new MalformedMessageException(
          "a post has a number as id and a request of the type info or action");
    }
    return new Post(json.path("id").longValue(), type, request.path("payload"));
  }

  /** The frame as text. */
  default String json() {
    return WireJson.text(
        switch (this) {
          case Subscribe(var subscription) -> new Subscribing("subscribe", subscription);
          case Unsubscribe(var subscription) -> new Subscribing("unsubscribe", subscription);
          case Ping() -> new Plain("ping");
          case Post(var id, var type, var payload) ->
              new Posting("post", id, new Request(type, payload));
        });
  }

  /** A frame about a subscription, as it is sent. */
  record Subscribing(String method, Subscription subscription) {}

  /** A frame without a content, as it is sent. */
  record Plain(String method) {}

  /** A request, as it is sent. */
  record Posting(String method, long id, Request request) {}

  /** The content of a request, as it is sent. */
  record Request(String type, JsonNode payload) {}
}
