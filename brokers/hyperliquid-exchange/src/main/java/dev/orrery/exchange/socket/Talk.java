package dev.orrery.exchange.socket;

import dev.orrery.exchange.desk.Reply;
import dev.orrery.exchange.desk.Requests;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.socket.ClientFrame;
import dev.orrery.hyperliquid.wire.socket.ControlMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** What is said on one connection: frames of the client in, answers out. Thread-safe. */
public final class Talk {
  private static final Logger LOG = LoggerFactory.getLogger(Talk.class);
  private static final int POLICY = 1008;
  private static final int SHOWN = 500;

  private final Connection connection;
  private final Sockets sockets;
  private final Requests requests;
  private final SocketLimits limits;
  private final AtomicInteger posts = new AtomicInteger();

  Talk(Connection connection, Sockets sockets, Requests requests, SocketLimits limits) {
    this.connection = connection;
    this.sockets = sockets;
    this.requests = requests;
    this.limits = limits;
  }

  Connection connection() {
    return connection;
  }

  /** The client sent a frame. */
  public void heard(String frame) {
    if (!sockets.maySend(connection.ip())) {
      connection.send(new ControlMessage.Failed("Too many messages"));
      connection.close(POLICY, "too many messages");
      return;
    }
    JsonNode json;
    try {
      json = WireJson.tree(frame);
    } catch (MalformedMessageException e) {
      failed("Error parsing JSON into valid websocket request: " + shown(frame));
      return;
    }
    try {
      heard(ClientFrame.read(json), json);
    } catch (MalformedMessageException | IllegalArgumentException e) {
      boolean isSubscription =
          json.path("method").asString("").endsWith("subscribe") && json.has("subscription");
      failed(
          isSubscription
              ? "Invalid subscription " + shown(json.path("subscription").toString())
              : "Error parsing JSON into valid websocket request: " + shown(json.toString()));
    }
  }

  /** The client sent something that is no text. */
  public void heardBytes() {
    failed("Error parsing JSON into valid websocket request: binary");
  }

  /** The connection has ended. */
  public void ended() {
    connection.end();
    sockets.gone(this);
  }

  private void heard(ClientFrame frame, JsonNode json) {
    switch (frame) {
      case ClientFrame.Ping() -> connection.send(new ControlMessage.Pong());
      case ClientFrame.Subscribe(var topic) -> subscribe(topic, json.path("subscription"));
      case ClientFrame.Unsubscribe(var topic) -> unsubscribe(topic, json.path("subscription"));
      case ClientFrame.Post post -> post(post);
    }
  }

  private void subscribe(Subscription topic, JsonNode json) {
    Optional<String> refusal = refusal(topic, json);
    if (refusal.isPresent()) {
      failed(refusal.get());
    } else if (connection.add(topic)) {
      sockets.join(connection, topic, new AckedWith("subscribe", json));
    } else {
      failed("Already subscribed: " + json);
    }
  }

  private Optional<String> refusal(Subscription topic, JsonNode json) {
    if (!sockets.isKnown(topic)) {
      return Optional.of("Invalid subscription " + json);
    }
    if (limits.subscriptions() > 0
        && sockets.subscriptionsOf(connection.ip()) >= limits.subscriptions()) {
      return Optional.of(
          "Cannot subscribe to more than " + limits.subscriptions() + " channels: " + json);
    }
    boolean oneMore =
        Users.of(topic)
            .map(user -> {
              var users = sockets.usersOf(connection.ip());
              return !users.contains(user) && users.size() >= limits.users();
            })
            .orElse(false);
    return limits.users() > 0 && oneMore
        ? Optional.of("Cannot track more than " + limits.users() + " total users.")
        : Optional.empty();
  }

  private void unsubscribe(Subscription topic, JsonNode json) {
    if (connection.remove(topic)) {
      sockets.leave(connection, topic, new AckedWith("unsubscribe", json));
    } else {
      failed("Already unsubscribed: " + json);
    }
  }

  private void post(ClientFrame.Post post) {
    if (limits.posts() > 0 && posts.get() >= limits.posts()) {
      failed("too many pending post requests id=" + post.id());
      return;
    }
    posts.incrementAndGet();
    boolean isInfo = post.type().equals("info");
    reply(isInfo, post.payload())
        .whenComplete((answer, failure) -> {
          posts.decrementAndGet();
          if (answer == null) {
            LOG.error("A post failed type={}", post.type(), failure);
            connection.send(ControlMessage.PostAnswer.error(post.id(), "500 failed"));
          } else if (answer.lost()) {
            connection.cut();
          } else {
            connection.send(answer(post, answer));
          }
        });
  }

  private CompletableFuture<Reply> reply(boolean isInfo, JsonNode payload) {
    try {
      return isInfo
          ? requests.info(connection.ip(), payload)
          : requests.action(connection.ip(), payload);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static ControlMessage answer(ClientFrame.Post post, Reply reply) {
    if (reply.text() != null) {
      return ControlMessage.PostAnswer.error(post.id(), reply.status() + " " + reply.text());
    }
    Object message = reply.message();
    if (message != null && post.type().equals("action")) {
      return new ControlMessage.PostAnswer(post.id(), "action", WireJson.node(message));
    }
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("type", post.payload().path("type").asString(""));
    payload.put("data", message);
    return new ControlMessage.PostAnswer(post.id(), "info", WireJson.node(payload));
  }

  private void failed(String text) {
    connection.send(new ControlMessage.Failed(text));
  }

  /** What somebody sent, in a message: a part of it will do. */
  private static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
