package dev.orrery.trigger;

import dev.orrery.api.Trigger;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A trigger of one strategy of one deployment: what all its firings have in common, worked out
 * once. Immutable.
 */
public final class BoundTrigger {
  /** Grows when the bytes a firing id is made of change, so that ids never mean two things. */
  private static final String ENCODING = "orrery.firing.1";

  private final String deployment;
  private final String strategy;
  private final Trigger trigger;
  private final String key;
  private final byte[] identity;

  /**
   * Binds.
   *
   * @param deployment id of the deployment
   * @param strategy name of the strategy
   * @param trigger its trigger
   * @throws dev.orrery.kernel.ProblemException when the trigger is a malformed interval
   */
  public BoundTrigger(String deployment, String strategy, Trigger trigger) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.trigger = trigger;
    this.key = TriggerKeys.of(trigger);
    this.identity = encode(ENCODING, deployment, strategy, key);
  }

  /** The deployment's id. */
  public String deployment() {
    return deployment;
  }

  /** The strategy's name. */
  public String strategy() {
    return strategy;
  }

  /** The rule. */
  public Trigger trigger() {
    return trigger;
  }

  /** The rule as stable text; see {@link TriggerKeys}. */
  public String key() {
    return key;
  }

  /** A firing that belongs to an instant: of a schedule or a candle. */
  public FiredTrigger firing(long scheduledMillis) {
    return new FiredTrigger(this, scheduledMillis, null, null);
  }

  /**
   * A firing that belongs to an event or a request.
   *
   * @param takenMillis when it was taken, on the timeline
   * @param originId what makes it the same when it comes again: {@code event:17}
   * @param payload what was sent along
   * @throws dev.orrery.kernel.ProblemException when the payload is too long
   */
  public FiredTrigger firing(long takenMillis, String originId, @Nullable String payload) {
    return new FiredTrigger(this, takenMillis, originId, payload);
  }

  /** The part of a firing id's input that all firings share. Not copied. */
  byte[] identity() {
    return identity;
  }

  /** Each text with its length before it: no two lists of texts give the same bytes. */
  static byte[] encode(String... texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
      bytes.writeBytes(utf8);
    }
    return bytes.toByteArray();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundTrigger that
        && deployment.equals(that.deployment)
        && strategy.equals(that.strategy)
        && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * deployment.hashCode() + strategy.hashCode()) + key.hashCode();
  }

  @Override
  public String toString() {
    return deployment + "/" + strategy + " " + key;
  }
}
