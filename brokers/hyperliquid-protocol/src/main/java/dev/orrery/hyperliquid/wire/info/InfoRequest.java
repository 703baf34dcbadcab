package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.WireType;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A question to the venue that needs no signature.
 *
 * <p>A {@code dex} is the name of a dex of perpetuals; null, and empty, is the first. A {@code
 * user} is always an account or a sub-account: of an agent the venue answers as if it had nothing.
 * Times are epoch milliseconds, and both ends of a range belong to it.
 *
 * @param <A> the answer
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface InfoRequest<A> permits MarketRequest, AccountRequest {
  /** What the answer is read as. */
  WireType<A> answer();

  /** What it takes of the venue's weight per minute, before the rows of the answer. */
  default int weight() {
    return 20;
  }

  /** Rows of the answer that take another 1 of weight; 0 when they take none. */
  default int rowsPerWeight() {
    return 0;
  }

  /** What the rows of an answer take of the venue's weight, beyond {@link #weight}. */
  default int extraWeight(A answer) {
    int rows = rowsPerWeight();
    return rows > 0 && answer instanceof Collection<?> all ? all.size() / rows : 0;
  }

  /**
   * Reads a question, as a server.
   *
   * @throws MalformedMessageException what a server answers with status 422
   */
  static InfoRequest<?> read(JsonNode json) {
    return WireJson.read(json, WireType.of(InfoRequest.class));
  }

  /** Reads a question, as a server; see {@link #read(JsonNode)}. */
  static InfoRequest<?> read(byte[] json) {
    return read(WireJson.tree(json));
  }

  /** What is posted: JSON in UTF-8. */
  default byte[] json() {
    return WireJson.bytes(this);
  }

  /** An empty name of a dex is the first dex, as none is. */
  static @Nullable String dexOrNull(@Nullable String dex) {
    return dex == null || dex.isEmpty() ? null : dex;
  }
}
