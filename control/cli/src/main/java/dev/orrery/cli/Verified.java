package dev.orrery.cli;

import dev.orrery.cli.print.Ink;
import dev.orrery.runtime.bytecode.Finding;
import dev.orrery.runtime.bytecode.Place;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.bytecode.Subject;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.RefusedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one jar.
 *
 * @param jar its file's name
 * @param refusal why a daemon would refuse it; null when it would load
 * @param strategies what it offers
 * @param findings what it can reach, refused calls first
 */
record Verified(
    String jar, @Nullable String refusal, List<String> strategies, List<Finding> findings) {
  /** Places of one call that are printed for people; programs get all. */
  private static final int SHOWN = 4;

  static Verified of(PluginLibrary library, List<Finding> findings) {
    if (library.refused().isEmpty()) {
      LoadedJar jar = library.jars().getFirst();
      List<String> names = jar.strategies().stream().map(StrategyDescriptor::name).toList();
      return new Verified(jar.fileName(), null, names, findings);
    }
    RefusedJar jar = library.refused().getFirst();
    List<String> names = jar.strategies().stream().sorted().toList();
    return new Verified(jar.fileName(), jar.problem().line(), names, findings);
  }

  boolean isRefused() {
    return refusal != null;
  }

  /** For people. */
  List<String> lines(Ink ink) {
    List<String> lines = new ArrayList<>();
    lines.add(
        ink.bold(jar)
            + "  "
            + (refusal == null
                ? "would load: " + String.join(", ", strategies)
                : ink.red("refused") + ": " + refusal));
    section("refused calls", Verified::isReachedRefusal, ink, lines);
    findings.stream()
        .map(Finding::subject)
        .filter(subject -> !(subject instanceof Refusal))
        .distinct()
        .forEach(subject -> section(subject.key(), it -> it.subject().equals(subject), ink, lines));
    section(
        "refused calls to which nothing leads; they throw when they are come to after all",
        it -> it.subject() instanceof Refusal && !it.reached(),
        ink,
        lines);
    if (findings.isEmpty() && refusal == null) {
      lines.add("  reaches nothing outside");
    }
    return lines;
  }

  private void section(String title, Predicate<Finding> in, Ink ink, List<String> lines) {
    Map<String, List<Place>> places = new LinkedHashMap<>();
    findings.stream()
        .filter(in)
        .forEach(it -> places.computeIfAbsent(text(it), call -> new ArrayList<>()).add(it.place()));
    if (places.isEmpty()) {
      return;
    }
    lines.add("  " + ink.dim(title));
    places.forEach((call, at) -> {
      lines.add("    " + call);
      at.stream().limit(SHOWN).forEach(place -> lines.add("      " + place));
      if (at.size() > SHOWN) {
        lines.add("      and at " + (at.size() - SHOWN) + " more places");
      }
    });
  }

  /** For programs. */
  Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("jar", jar);
    object.put("loads", refusal == null);
    object.put("refused", refusal);
    object.put("strategies", strategies);
    object.put("reaches", findings.stream().map(Verified::object).toList());
    return object;
  }

  private static Map<String, Object> object(Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    Subject subject = finding.subject();
    object.put("subject", subject.key());
    object.put("refused", subject instanceof Refusal);
    object.put("reached", finding.reached());
    object.put("call", finding.call());
    object.put("class", finding.place().className());
    object.put("method", finding.place().method());
    object.put("file", finding.place().file());
    object.put("line", finding.place().line());
    return object;
  }

  private static boolean isReachedRefusal(Finding finding) {
    return finding.subject() instanceof Refusal && finding.reached();
  }

  private static String text(Finding finding) {
    return finding.subject() instanceof Refusal
        ? finding.call() + "  (" + finding.subject().key() + ")"
        : finding.call();
  }
}
