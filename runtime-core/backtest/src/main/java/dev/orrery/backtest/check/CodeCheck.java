package dev.orrery.backtest.check;

import dev.orrery.kernel.ArtifactStore;
import dev.orrery.runtime.bytecode.Finding;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.bytecode.Route;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.PluginReach;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be found in the code of a jar. Pure functions. */
final class CodeCheck {
  private CodeCheck() {}

  /** The findings of a jar in order of subject; each place once. */
  static List<CodeFinding> of(Path jar, ArtifactStore store) {
    return PluginReach.routes(jar, store, PluginLimits.DEFAULT).stream()
        .flatMap(CodeCheck::finding)
        .distinct()
        .toList();
  }

  private static Stream<CodeFinding> finding(Route route) {
    Finding finding = route.finding();
    Optional<Advice> advice = Advice.on(finding.subject());
    return advice.stream()
        .map(it ->
            new CodeFinding(
                finding.subject().key(),
                what(finding),
                CodeWords.way(route.steps()),
                finding.place(),
                it.why(),
                it.wayOut(),
                route.library()));
  }

  private static String what(Finding finding) {
    return finding.subject() == Refusal.NATIVE_METHODS
        ? finding.place().className() + "." + finding.place().method()
        : finding.call();
  }
}
