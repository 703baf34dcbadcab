package dev.orrery.cli.check;

import dev.orrery.backtest.check.CheckResult;
import dev.orrery.backtest.check.CodeFinding;
import dev.orrery.backtest.check.TrialResult;
import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Ink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a check found, as a page: what, where, why it matters, the way out. */
public final class CheckText {
  /** Places of one kind that are printed for people; programs get all. */
  private static final int SHOWN = 6;

  /** Of an answer, on a line. */
  private static final int LONGEST = 160;

  private final CheckResult result;
  private final Ink ink;
  private final List<String> lines = new ArrayList<>();

  private CheckText(CheckResult result, Ink ink) {
    this.result = result;
    this.ink = ink;
  }

  /** The lines. */
  public static List<String> lines(CheckResult result, Ink ink) {
    return new CheckText(result, ink).write();
  }

  private List<String> write() {
    String end = result.passes() ? ink.green("passes") : ink.red("does not pass");
    lines.add(ink.bold(result.strategy()) + " of " + result.jar() + "  " + end);
    if (result.refusal() != null) {
      lines.add("  " + ink.red("refused") + ": " + result.refusal());
    }
    lines.add("");
    code();
    lines.add("");
    played();
    return lines;
  }

  private void code() {
    List<CodeFinding> wrong = result.code().stream().filter(it -> !it.leftToPlaying()).toList();
    int left = result.code().size() - wrong.size();
    if (wrong.isEmpty()) {
      lines.add("  its code leads to nothing that a decision must not depend on");
    }
    if (left > 0) {
      String statics = left == 1 ? "a static" : left + " statics";
      lines.add(
          ink.dim(
              "  libraries that it brings write to " + statics + ": playing tells if it matters"));
    }
    Map<String, List<CodeFinding>> bySubject = new LinkedHashMap<>();
    wrong.forEach(it -> bySubject.computeIfAbsent(it.subject(), key -> new ArrayList<>()).add(it));
    bySubject.forEach((subject, all) -> {
      lines.add("  " + ink.red(subject));
      all.stream()
          .limit(SHOWN)
          .forEach(it -> lines.add("    " + it.path() + ink.dim("  " + place(it))));
      if (all.size() > SHOWN) {
        lines.add("    and " + (all.size() - SHOWN) + " more");
      }
      lines.add("    " + ink.dim("why      ") + all.getFirst().why());
      lines.add("    " + ink.dim("instead  ") + all.getFirst().wayOut());
    });
  }

  private static String place(CodeFinding it) {
    return it.place().line() > 0
        ? "(" + it.place().file() + ":" + it.place().line() + ")"
        : it.place().file();
  }

  private void played() {
    if (result.digest() == null) {
      lines.add("  not played: a runtime would not load it");
      return;
    }
    lines.add("  " + Amounts.count(result.decisions()) + " decisions on " + result.market());
    result.trials().forEach(this::trial);
    lines.add("    " + ink.dim("digest   ") + result.digest().hex());
    if (result.decisions() == 0) {
      lines.add(
          "  "
              + ink.yellow(
                  "note: nothing woke it on this market, so playing it says nothing; its code"
                      + " was read all the same"));
    }
  }

  private void trial(TrialResult it) {
    TrialResult.Difference difference = it.difference();
    if (difference == null) {
      String same = it.compared() == 0 ? "nothing to compare" : ink.green("the same");
      lines.add("    " + it.trial().played() + ": " + same);
      return;
    }
    lines.add("    " + it.trial().played() + ": " + ink.red("differs"));
    lines.add(
        "      first in decision "
            + Amounts.count(difference.number())
            + " of "
            + difference.at()
            + ", "
            + difference.trigger()
            + ": "
            + difference.what());
    lines.add("        " + ink.dim("at first ") + shortened(difference.first()));
    lines.add("        " + ink.dim("then     ") + shortened(difference.second()));
    lines.add("      " + ink.dim("why      ") + it.trial().why());
    lines.add("      " + ink.dim("instead  ") + it.trial().wayOut());
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }
}
