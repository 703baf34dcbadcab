package dev.orrery.cli.backtest;

import dev.orrery.backtest.optimize.OptimizeResult;
import dev.orrery.backtest.optimize.OptimizeResult.Ranked;
import dev.orrery.backtest.optimize.OptimizeResult.Refused;
import dev.orrery.backtest.optimize.OptimizeResult.WindowResult;
import dev.orrery.backtest.optimize.Score;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a search found, as a page of text. Rounded for reading. */
public final class OptimizeText {
  private static final int SHOWN_REFUSALS = 3;

  private final OptimizeResult result;
  private final Ink ink;
  private final List<String> lines = new ArrayList<>();

  private OptimizeText(OptimizeResult result, Ink ink) {
    this.result = result;
    this.ink = ink;
  }

  /** The lines, with so many of the best, within so many columns. */
  public static List<String> lines(OptimizeResult result, Ink ink, int top, int columns) {
    return new OptimizeText(result, ink).write(top, columns);
  }

  private List<String> write(int top, int columns) {
    lines.add(ink.bold(result.strategy()) + " by " + result.metric().text());
    lines.add(ink.dim(result.from() + " to " + result.to()));
    lines.add("");
    if (result.windows().isEmpty()) {
      lines.addAll(best(top).lines(columns));
    } else {
      lines.addAll(windows().lines(columns));
      result.joined().ifPresent(this::joined);
    }
    lines.add("");
    counts(top);
    result
        .deflated()
        .ifPresent(it ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "deflated Sharpe ratio of the best %.3f (%d trials, variance %.3g a period;"
                        + " luck alone would show %.3g, it has %.3g)",
                    it.value(),
                    it.trials(),
                    it.variance(),
                    it.expected(),
                    result.ranked().getFirst().score().periodSharpe())));
    result.warnings().forEach(line -> lines.add(ink.yellow("warning: " + line)));
    return lines;
  }

  private TextTable best(int top) {
    TextTable table = new TextTable(ink);
    result.names().forEach(table::numbers);
    table.numbers("Sharpe").numbers("return").numbers("drawdown").numbers("trades");
    table.numbers("won").words("digest").spare(1);
    for (Ranked each : result.ranked().subList(0, Math.min(top, result.ranked().size()))) {
      table.row();
      result.names().forEach(name -> table.cell(each.parameters().getOrDefault(name, "")));
      score(table, each.score());
    }
    return table;
  }

  private static void score(TextTable table, Score it) {
    if (!it.ran()) {
      table.cell("failed").cell("").cell("").cell("").cell("").cell("");
      return;
    }
    table.cell(number(it.sharpe())).cell(percent(it.gain())).cell(percent(it.drawdown()));
    table.cell(it.trades()).cell(percent(it.winRate()));
    table.cell(it.digest().substring(0, 12));
  }

  private TextTable windows() {
    TextTable table = new TextTable(ink);
    table.words("tested from").words("to");
    result.names().forEach(table::numbers);
    table.numbers("in sample").numbers("return").numbers("out of sample").numbers("return");
    for (WindowResult each : result.windows()) {
      table.row().cell(each.window().split()).cell(each.window().until());
      result.names().forEach(name -> table.cell(each.best().getOrDefault(name, "")));
      table.cell(number(result.metric().of(each.inSample()))).cell(percent(each.inSample().gain()));
      table.cell(number(result.metric().of(each.outOfSample())));
      table.cell(percent(each.outOfSample().gain()));
    }
    return table;
  }

  private void joined(OptimizeResult.Joined it) {
    lines.add("");
    lines.add(
        "joined out of sample: return "
            + percent(it.gain())
            + ", max drawdown "
            + percent(it.drawdown())
            + ", Sharpe "
            + number(it.sharpe()));
  }

  private void counts(int top) {
    int ran = result.ranked().size();
    if (ran > top) {
      lines.add(ran + " combinations ran, the best " + top + " are shown");
    }
    if (result.resumed() > 0) {
      lines.add(result.resumed() + " runs were known from before");
    }
    List<Refused> refused = result.refused();
    if (!refused.isEmpty()) {
      lines.add(refused.size() + " combinations do not fit and were not run:");
      for (Refused each : refused.subList(0, Math.min(SHOWN_REFUSALS, refused.size()))) {
        lines.add("  " + text(each.parameters()) + ": " + each.why());
      }
      if (refused.size() > SHOWN_REFUSALS) {
        lines.add("  and " + (refused.size() - SHOWN_REFUSALS) + " more");
      }
    }
  }

  private static String text(Map<String, String> parameters) {
    return String.join(
        " ", parameters.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList());
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", value) : "-";
  }

  private static String percent(double fraction) {
    return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%.2f %%", 100 * fraction) : "-";
  }
}
