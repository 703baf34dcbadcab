package dev.orrery.trigger.manual;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Requests by hand. Every bound strategy takes them, whether or not it declares a manual trigger:
 * the operator's hand needs no permission of the strategy's. Asking again with a request id fires
 * once; over a restart the firing id, which depends on the request id alone, keeps it so.
 * Thread-safe.
 */
public final class ManualFirings {
  private static final int REMEMBERED = 10_000;
  private static final int MAX_REQUEST_ID = 128;

  private final Map<String, ManualTarget> targets = new TreeMap<>();
  private final Map<Asked, Optional<String>> payloads = new LinkedHashMap<>();

  /**
   * Makes a strategy known.
   *
   * @return makes it unknown when run; repeatable
   * @throws ProblemException when the name is taken
   */
  public Runnable register(String strategy, ManualTarget target) {
    synchronized (targets) {
      if (targets.putIfAbsent(strategy, target) != null) {
        throw new ProblemException(
            Problem.refused(
                "strategy " + strategy,
                "is bound already",
                "give each strategy a name of its own"));
      }
    }
    return () -> {
      synchronized (targets) {
        targets.remove(strategy, target);
      }
    };
  }

  /**
   * Fires a strategy; on a simulated or paced timeline soon, on the thread that drives it.
   *
   * @return the id of the firing, the same for the same request
   * @throws ProblemException when the strategy is unknown, the request id is malformed or was used
   *     with another payload, or the payload is too long
   */
  public String request(ManualRequest request) {
    checkId(request);
    ManualTarget target = target(request.strategy());
    String id = target.firingId(request);
    if (!remember(request)) {
      return id;
    }
    try {
      target.fire(request);
    } catch (RuntimeException e) {
      forget(request);
      throw e;
    }
    return id;
  }

  private ManualTarget target(String strategy) {
    synchronized (targets) {
      ManualTarget target = targets.get(strategy);
      if (target == null) {
        throw new ProblemException(
            Problem.refused(
                "strategy " + strategy,
                "is not known",
                targets.isEmpty()
                    ? "no strategy is running"
                    : "running are " + String.join(", ", targets.keySet())));
      }
      return target;
    }
  }

  /** False when it was asked before. */
  private boolean remember(ManualRequest request) {
    Optional<String> payload = Optional.ofNullable(request.payload());
    synchronized (payloads) {
      Optional<String> before = payloads.putIfAbsent(Asked.of(request), payload);
      if (before != null && !Objects.equals(before, payload)) {
        throw new ProblemException(
            Problem.refused(
                "request " + request.requestId(),
                "was made before with another payload",
                "use a fresh request id"));
      }
      if (payloads.size() > REMEMBERED) {
        payloads.remove(payloads.keySet().iterator().next());
      }
      return before == null;
    }
  }

  private void forget(ManualRequest request) {
    synchronized (payloads) {
      payloads.remove(Asked.of(request));
    }
  }

  private static void checkId(ManualRequest request) {
    String id = request.requestId();
    if (id.isBlank() || id.length() > MAX_REQUEST_ID) {
      throw new ProblemException(
          Problem.refused(
              "request id '" + id + "'",
              "is blank or longer than " + MAX_REQUEST_ID + " characters",
              "use a UUID"));
    }
  }

  private record Asked(String strategy, String requestId) {
    static Asked of(ManualRequest request) {
      return new Asked(request.strategy(), request.requestId());
    }
  }
}
