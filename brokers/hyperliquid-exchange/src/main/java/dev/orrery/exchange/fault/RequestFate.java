package dev.orrery.exchange.fault;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What faults make of a request.
 *
 * @param before how long it waits before it has an effect
 * @param after how long its answer waits
 * @param status the status it is answered with; null for its own
 * @param lost whether its answer never comes
 * @param rejections orders of it that are refused
 * @param events what happens after it
 */
public record RequestFate(
    Duration before,
    Duration after,
    Trouble.@Nullable Status status,
    boolean lost,
    List<Trouble.RejectOrders> rejections,
    List<Fault> events) {
  /** Nothing special. */
  public static final RequestFate GOOD =
      new RequestFate(Duration.ZERO, Duration.ZERO, null, false, List.of(), List.of());

  /** Copies. */
  public RequestFate {
    rejections = List.copyOf(rejections);
    events = List.copyOf(events);
  }

  /** Whether the action is taken. */
  public boolean takesEffect() {
    return status == null || status.tookEffect();
  }
}
