package dev.orrery.cli.data;

import dev.orrery.market.check.DataReport;
import dev.orrery.market.check.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a check of data found, for people and for programs. */
public final class CheckText {
  private CheckText() {}

  /** A line a finding, and one that sums up. */
  public static List<String> lines(Path file, DataReport report) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : report.findings()) {
      lines.add(file + ":" + finding.line() + ": " + finding.kind().text() + ": " + finding.text());
    }
    int shown = report.findings().size();
    int all = report.counts().values().stream().mapToInt(Integer::intValue).sum();
    if (all > shown) {
      lines.add("and " + (all - shown) + " more");
    }
    lines.add(summary(report));
    return lines;
  }

  private static String summary(DataReport report) {
    String what = report.candles() ? interval(report) + "candles" : "trades";
    String range =
        report.to() == 0
            ? ""
            : " from "
                + Instant.ofEpochMilli(report.from())
                + " to "
                + Instant.ofEpochMilli(report.to());
    String found =
        report.isClean()
            ? "nothing found"
            : report.counts().entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey().text())
                .collect(Collectors.joining(", "));
    return report.rows() + " " + what + range + ": " + found;
  }

  private static String interval(DataReport report) {
    long millis = report.intervalMillis();
    return millis == 0
        ? "" // of one candle nobody knows
        : Duration.ofMillis(millis).toString().substring(2).toLowerCase(Locale.ROOT) + " ";
  }

  /** An object for JSON. */
  public static Map<String, Object> object(Path file, DataReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file.toString());
    object.put("kind", report.candles() ? "candles" : "trades");
    object.put("rows", report.rows());
    object.put("from", Instant.ofEpochMilli(report.from()).toString());
    object.put("to", Instant.ofEpochMilli(report.to()).toString());
    object.put("interval_ms", report.intervalMillis());
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Finding.Kind kind : Finding.Kind.values()) {
      counts.put(kind.text(), report.counts().getOrDefault(kind, 0));
    }
    object.put("counts", counts);
    object.put("findings", report.findings().stream().map(CheckText::object).toList());
    return object;
  }

  private static Map<String, Object> object(Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", finding.kind().text());
    object.put("line", finding.line());
    object.put("text", finding.text());
    return object;
  }
}
