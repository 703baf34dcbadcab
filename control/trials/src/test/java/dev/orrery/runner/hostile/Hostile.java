package dev.orrery.runner.hostile;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A jar that does one thing it should not, and what is to become of it.
 *
 * @param name of the strategy, and of its file
 * @param fate what becomes of it
 * @param cause a pattern of what {@code strategies} says of it, or of the line that refuses it;
 *     empty where there is no reason to complain
 * @param decide the body of its decide, run every second; {@code context} is there
 * @param members more members of its class
 * @param allowed refused calls that it is allowed, by name
 * @param brings classes of its jar besides, by name
 */
record Hostile(
    String name,
    Fate fate,
    String cause,
    String decide,
    String members,
    Set<String> allowed,
    List<Brought> brings) {
  /** What becomes of a strategy. */
  enum Fate {
    /** Its jar is not loaded. */
    REFUSED,
    /** Its decisions fail, and it is skipped for longer and longer. */
    FAILS,
    /** It is asked no more, until a person releases it. */
    QUARANTINED,
    /** It takes more memory than it may: its decisions fail, or it is quarantined for the heap. */
    TOO_GREEDY,
    /** What it wants is denied. */
    DENIED,
    /** It gets along: what it does costs nobody anything. */
    GETS_ALONG,
    /** The same, but that it takes so much time that it may be late itself on a busy machine. */
    TAKES_ITS_TIME
  }

  /** One more class of a jar. */
  record Brought(String className, String source) {}

  static Hostile of(Fate fate, String name, String cause, String decide) {
    return new Hostile(name, fate, cause, decide, "", Set.of(), List.of());
  }

  /** With more members. */
  Hostile with(String more) {
    return new Hostile(name, fate, cause, decide, more, allowed, brings);
  }

  /** With these calls allowed, without which it would not be loaded. */
  Hostile allowing(String... calls) {
    return new Hostile(name, fate, cause, decide, members, Set.of(calls), brings);
  }

  /** With one more class. */
  Hostile bringing(String className, String source) {
    return new Hostile(
        name, fate, cause, decide, members, allowed, List.of(new Brought(className, source)));
  }

  /** Each jar has a class of another name, so that a thread inside one is known by it. */
  String className() {
    StringBuilder type = new StringBuilder("p.");
    for (String word : name.split("-", -1)) {
      type.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return type.toString();
  }

  String fileName() {
    return name + ".jar";
  }

  void build(Path folder) {
    TestJar jar = TestJar.jar().source(className(), source());
    for (Brought each : brings) {
      jar.source(each.className(), each.source());
    }
    jar.service(StrategyPlugin.class, className()).build(folder.resolve(fileName()));
  }

  private String source() {
    return """
    package p;
    import dev.orrery.api.*;
    import dev.orrery.api.action.*;
    import dev.orrery.api.market.*;
    import dev.orrery.api.value.*;
    import java.lang.invoke.*;
    import java.net.*;
    import java.nio.file.*;
    import java.util.*;
    import java.util.concurrent.*;
    import java.util.concurrent.locks.*;
    public class %s implements StrategyPlugin {
      @Override public String name() { return "%s"; }
      @Override public String vaultId() { return "of-%s"; }
      @Override public List<Trigger> triggers() { return List.of(Trigger.everySeconds(1)); }
      @Override public List<Action> decide(DecisionContext context) throws Exception {
        %s
      }
      static List<Action> noop() { return List.of(new Noop("nothing")); }
      %s
    }
    """
        .formatted(className().substring(2), name, name, decide, members);
  }
}
