package dev.orrery.exchange.desk;

import dev.orrery.hyperliquid.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param status HTTP status
 * @param message what is written as JSON; null is the JSON null. Only of a text that is null
 * @param text what is written as it is; null when there is a message
 * @param lost whether it is never sent: the connection ends instead
 */
public record Reply(int status, @Nullable Object message, @Nullable String text, boolean lost) {
  /** What the venue says to what it cannot read. */
  public static final String UNREADABLE =
      "Failed to deserialize the JSON body into the target type";

  /** A message of the venue. */
  public static Reply json(@Nullable Object message) {
    return new Reply(200, message, null, false);
  }

  /** A status and a text. */
  public static Reply plain(int status, String text) {
    return new Reply(status, null, text, false);
  }

  /** What was asked cannot be read. */
  public static Reply unreadable() {
    return plain(422, UNREADABLE);
  }

  /** The same, but nobody gets it. */
  public Reply neverSent() {
    return new Reply(status, message, text, true);
  }

  /** Type of the body. Clients insist on it. */
  public String contentType() {
    return text == null ? "application/json" : "text/plain; charset=utf-8";
  }

  /** The body. */
  public byte[] body() {
    if (text != null) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return message == null
        ? "null".getBytes(StandardCharsets.UTF_8)
        : WireJson.bytes(Objects.requireNonNull(message));
  }
}
