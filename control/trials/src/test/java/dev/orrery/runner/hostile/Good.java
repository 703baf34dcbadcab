package dev.orrery.runner.hostile;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;
import java.util.List;

/** The four that do nothing wrong: each reads market and account every second. */
final class Good {
  static final List<String> NAMES = List.of("good-1", "good-2", "good-3", "good-4");

  private Good() {}

  static void build(Path folder) {
    for (String name : NAMES) {
      TestJar.jar()
          .source(
              "g.Good",
              """
              package g;
              import dev.orrery.api.*;
              import dev.orrery.api.action.*;
              import java.util.*;
              public class Good implements StrategyPlugin {
                @Override public String name() { return "%s"; }
                @Override public String vaultId() { return "of-%s"; }
                @Override public List<Trigger> triggers() { return List.of(Trigger.everySeconds(1)); }
                @Override public List<Action> decide(DecisionContext context) {
                  return List.of(new Noop("BTC at " + context.market().mark("BTC")
                      + ", equity " + context.account().equity()));
                }
              }
              """
                  .formatted(name, name))
          .service(StrategyPlugin.class, "g.Good")
          .build(folder.resolve(name + ".jar"));
    }
  }
}
