package dev.orrery.hyperliquid.wire.socket;

import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** About the connection itself. */
public sealed interface ControlMessage extends ServerMessage {
  /**
   * A subscription was taken, or taken back.
   *
   * @param method {@code subscribe} or {@code unsubscribe}
   * @param subscription the echo: what the client sent, and perhaps more
   */
  record Acknowledged(String method, JsonNode subscription) implements ControlMessage {
    /** The echo, read. */
    public Subscription subscribed() {
      return Subscription.read(subscription);
    }

    @Override
    public String channel() {
      return "subscriptionResponse";
    }
  }

  /** Something the client sent was refused. Some texts have what it was at their end. */
  record Failed(String text) implements ControlMessage {
    static Failed read(JsonNode data) {
      return new Failed(data.isString() ? data.stringValue() : data.toString());
    }

    @Override
    public String channel() {
      return "error";
    }

    @Override
    public Object content() {
      return text;
    }
  }

  /** The answer to a ping. */
  record Pong() implements ControlMessage {
    @Override
    public String channel() {
      return "pong";
    }
  }

  /**
   * The answer to a post.
   *
   * @param id that of the post
   * @param type {@code info}, {@code action} or {@code error}
   * @param payload what REST would have answered; in a question's one level deeper; of an error a
   *     text with an HTTP status
   */
  record PostAnswer(long id, String type, JsonNode payload) implements ControlMessage {
    /** The answer to a question. */
    public static PostAnswer info(long id, String requestType, Object answer) {
      return new PostAnswer(id, "info", WireJson.node(Map.of("type", requestType, "data", answer)));
    }

    /** The answer to an action. */
    public static PostAnswer action(long id, ExchangeAnswer answer) {
      return new PostAnswer(id, "action", answer.json());
    }

    /** An error instead of an answer. */
    public static PostAnswer error(long id, String text) {
      return new PostAnswer(id, "error", WireJson.node(text));
    }

    static PostAnswer read(JsonNode data) {
      if (!data.path("id").canConvertToLong()) {
        throw new MalformedMessageException("an answer to a post has a number as id");
      }
      JsonNode response = data.path("response");
      return new PostAnswer(
          data.path("id").longValue(),
          response.path("type").asString(""),
          response.path("payload"));
    }

    /** The error, if it is one. */
    public Optional<String> error() {
      return type.equals("error")
          ? Optional.of(payload.isString() ? payload.stringValue() : payload.toString())
          : Optional.empty();
    }

    /** The answer to an action. */
    public ExchangeAnswer actionAnswer() {
      expect("action");
      return ExchangeAnswer.read(payload);
    }

    /** The answer to a question. */
    public <A> A infoAnswer(InfoRequest<A> request) {
      expect("info");
      return WireJson.read(payload.path("data"), request.answer());
    }

    private void expect(String wanted) {
      if (!type.equals(wanted)) {
        throw new MalformedMessageException(
            "post " + id + " was answered with " + type + ", not " + wanted);
      }
    }

    @Override
    public String channel() {
      return "post";
    }

    @Override
    public Object content() {
      return new Wire(id, new Response(type, payload));
    }

    /** As it is sent. */
    record Wire(long id, Response response) {}

    /** The answer in it. */
    record Response(String type, JsonNode payload) {}
  }

  /** A channel that is not listed here. */
  record Other(String channel, @Nullable JsonNode data) implements ControlMessage {
    @Override
    public Object content() {
      return data == null ? Map.of() : data;
    }
  }

  /** A frame that is no JSON: the server greets with one. */
  record Text(String text) implements ControlMessage {
    @Override
    public String channel() {
      return "";
    }

    @Override
    public Object content() {
      return text;
    }
  }
}
