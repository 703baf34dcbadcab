package dev.orrery.trigger;

import dev.orrery.api.Firing;
import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a trigger. Immutable, safe for any thread. Cheap to make: its id is worked out
 * when first asked for, because a backtest makes millions of firings and asks for few ids.
 *
 * <p>The id is a function of deployment, strategy, trigger key and either the scheduled instant or,
 * where there is none, the origin: the same firing has the same id after a restart and in every
 * process.
 */
public final class FiredTrigger implements Firing {
  private static final int ID_BYTES = 16;
  private static final byte SCHEDULED = 0;
  private static final byte ORIGIN = 1;

  private final BoundTrigger source;
  private final long atMillis;
  private final @Nullable String originId;
  private final @Nullable String payload;

  /** A race makes it twice, with the same text: strings are safe to publish without a lock. */
  private @Nullable String id;

  FiredTrigger(
      BoundTrigger source, long atMillis, @Nullable String originId, @Nullable String payload) {
    if (payload != null) {
      requireFits(source, payload);
    }
    this.source = source;
    this.atMillis = atMillis;
    this.originId = originId;
    this.payload = payload;
  }

  /** 32 hex digits: the first half of a SHA-256. */
  @Override
  public String id() {
    String known = id;
    if (known == null) {
      known = HexFormat.of().formatHex(idBytes());
      id = known;
    }
    return known;
  }

  /** The id's 16 bytes, fresh. */
  public byte[] idBytes() {
    MessageDigest digest = Sha256.newDigest();
    digest.update(source.identity());
    if (originId == null) {
      digest.update(SCHEDULED);
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(atMillis).array());
    } else {
      digest.update(ORIGIN);
      digest.update(BoundTrigger.encode(originId));
    }
    return Arrays.copyOf(digest.digest(), ID_BYTES);
  }

  /** What it is a firing of. */
  public BoundTrigger source() {
    return source;
  }

  /** The deployment's id. */
  public String deployment() {
    return source.deployment();
  }

  /** The strategy's name. */
  public String strategy() {
    return source.strategy();
  }

  @Override
  public Trigger trigger() {
    return source.trigger();
  }

  /** The trigger as stable text: {@code every:300s}, {@code bar:BTC/5m}. */
  public String triggerKey() {
    return source.key();
  }

  @Override
  public Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  /** The same as {@link #at()} in epoch milliseconds. */
  public long atMillis() {
    return atMillis;
  }

  @Override
  public Optional<String> payload() {
    return Optional.ofNullable(payload);
  }

  /** The event or request it belongs to, {@code event:17}; null where it belongs to an instant. */
  public @Nullable String originId() {
    return originId;
  }

  private static void requireFits(BoundTrigger source, String payload) {
    int length = payload.length();
    if (length * 3L <= Trigger.MAX_PAYLOAD_BYTES) {
      return;
    }
    int bytes =
        length > Trigger.MAX_PAYLOAD_BYTES
            ? length
            : payload.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Trigger.MAX_PAYLOAD_BYTES) {
      throw new ProblemException(
          Problem.refused(
              "payload of " + source.key() + " for " + source.strategy(),
              "has "
                  + (bytes == length ? "at least " : "")
                  + bytes
                  + " bytes, the limit is "
                  + Trigger.MAX_PAYLOAD_BYTES,
              "send a reference instead of the data"));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FiredTrigger that
        && source.equals(that.source)
        && atMillis == that.atMillis
        && Objects.equals(originId, that.originId)
        && Objects.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, atMillis, originId);
  }

  @Override
  public String toString() {
    return source + " at " + at() + (originId == null ? "" : " by " + originId);
  }
}
