package dev.orrery.runtime.plugin;

import dev.orrery.runtime.bytecode.Finding;
import dev.orrery.runtime.bytecode.Refusal;
import java.util.List;

/** Judges what a plugin's code calls. Pure functions. */
final class RefusedCalls {
  private RefusedCalls() {}

  /** Lets findings pass, or says of the first that is refused what and where. */
  static void check(StrategyArchive archive, List<Finding> findings) throws PluginFault {
    List<Finding> refused =
        findings.stream().filter(finding -> isRefused(archive, finding)).toList();
    if (!refused.isEmpty()) {
      throw fault(archive.fileName(), refused);
    }
  }

  private static boolean isRefused(StrategyArchive archive, Finding finding) {
    return finding.reached()
        && finding.subject() instanceof Refusal refusal
        && !archive.allowed().contains(refusal);
  }

  private static PluginFault fault(String fileName, List<Finding> refused) {
    Finding first = refused.getFirst();
    Refusal refusal = (Refusal) first.subject();
    String more =
        refused.size() == 1
            ? ""
            : " (and " + (refused.size() - 1) + " more: orrery plugins verify shows them)";
    return new PluginFault(
        first.place()
            + (refusal == Refusal.NATIVE_METHODS ? " is " : " calls ")
            + first.call()
            + more
            + ": "
            + within(refusal.reason()),
        within(refusal.wayOut())
            + "; or allow "
            + refusal.key()
            + " for "
            + fileName
            + " in allowedCalls");
  }

  /** A sentence as a part of one. */
  private static String within(String sentence) {
    String begun = Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    return begun.endsWith(".") ? begun.substring(0, begun.length() - 1) : begun;
  }
}
