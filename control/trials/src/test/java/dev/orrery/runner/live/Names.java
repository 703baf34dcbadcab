package dev.orrery.runner.live;

import dev.orrery.executor.order.ClientOrderId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whose order an order of the venue is: an exit has another name there for each of its parts. What
 * was found once is remembered, over all lives of the daemon. Confined to one thread.
 */
final class Names {
  private static final int MOST = 200;

  private final Map<String, String> known = new HashMap<>();

  /** Finds whose each of these is, as far as it is somebody's. */
  void learn(Collection<String> cloids, Collection<LiveRows.Intent> intents) {
    intents.forEach(it -> known.put(it.cloid(), it.cloid()));
    Set<String> left = new HashSet<>(cloids);
    left.removeAll(known.keySet());
    List<String> exits =
        intents.stream().filter(LiveRows.Intent::isExit).map(LiveRows.Intent::cloid).toList();
    for (int part = 1; part <= MOST && !left.isEmpty(); part++) {
      for (String exit : exits) {
        String name = ClientOrderId.of("exit", exit, part, 0, 0).value();
        if (left.remove(name)) {
          known.put(name, exit);
        }
      }
    }
  }

  /** Whether it is somebody's. */
  boolean isKnown(String cloid) {
    return known.containsKey(cloid);
  }

  /** The order it is a part of; itself when it is nobody's. */
  String ours(String cloid) {
    return known.getOrDefault(cloid, cloid);
  }
}
