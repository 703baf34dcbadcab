package dev.orrery.cli.report;

import dev.orrery.backtest.report.Metric;
import dev.orrery.backtest.report.Report;
import dev.orrery.cli.print.Ink;
import java.util.ArrayList;
import java.util.List;

/** The figures of a report as a page of text. */
public final class ReportText {
  private ReportText() {}

  /** The lines. */
  public static List<String> lines(Report report, Ink ink) {
    List<String> lines = new ArrayList<>();
    lines.add(ink.bold(report.about().strategy()) + " on " + report.about().market());
    lines.add(ink.dim(report.from() + " to " + report.to()));
    for (Metric.Group group : Metric.Group.values()) {
      lines.add("");
      lines.add(ink.bold(group.title()));
      report.metrics().stream()
          .filter(metric -> metric.group() == group)
          .forEach(metric -> lines.add(line(metric, ink)));
    }
    report.notes().forEach(note -> lines.add(ink.yellow("note: " + note)));
    return lines;
  }

  private static String line(Metric metric, Ink ink) {
    String label = ink.dim(String.format("  %-22s", metric.name()));
    return metric.value() == null
        ? label + ink.dim("cannot be told: " + metric.silence())
        : label + String.format("%16s", metric.shown());
  }
}
