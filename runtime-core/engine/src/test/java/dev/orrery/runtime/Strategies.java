package dev.orrery.runtime;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;

/** Jars of strategies written in a test, each a few lines. Confined to one thread. */
final class Strategies {
  private final TestJar jar = TestJar.jar();

  /**
   * A strategy.
   *
   * @param name its name
   * @param triggers arguments of {@code List.of}
   * @param decide the body of decide; {@code context} is there
   * @param members more members
   */
  Strategies add(String name, String triggers, String decide, String... members) {
    String type = "S" + Integer.toUnsignedString(name.hashCode(), 36);
    jar.source(
            "p." + type,
            """
            package p;
            import dev.orrery.api.*;
            import dev.orrery.api.account.*;
            import dev.orrery.api.action.*;
            import dev.orrery.api.market.*;
            import dev.orrery.api.value.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            public class %s implements StrategyPlugin {
              @Override public String name() { return "%s"; }
              @Override public String vaultId() { return "v"; }
              @Override public List<Trigger> triggers() { return List.of(%s); }
              @Override public List<Action> decide(DecisionContext context) throws Exception {
                %s
              }
              static List<Action> noop() { return List.of(new Noop("nothing")); }
              @SuppressWarnings("unchecked") static <T> T shared(String key) {
                return (T) System.getProperties().get(key);
              }
              %s
            }
            """
                .formatted(type, name, triggers, decide, String.join("\n", members)))
        .service(StrategyPlugin.class, "p." + type);
    return this;
  }

  Path build(Path file) {
    return jar.build(file);
  }
}
