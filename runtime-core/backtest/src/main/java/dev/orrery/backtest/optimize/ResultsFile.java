package dev.orrery.backtest.optimize;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been run so far, a line a trial, so that a search that was ended goes on: {@code
 * trials.tsv} in a folder. It begins with what all its results depend on; with anything else it is
 * refused. A line that a crash has cut is left out and written anew. Thread-safe.
 */
final class ResultsFile {
  private static final String NAME = "trials.tsv";
  private static final String FORM = "orrery trials 1";
  private static final int FIELDS = 12;

  private final Path file;
  private final List<String> names;
  private final Map<Trial, Score> known = new HashMap<>();

  private ResultsFile(Path file, List<String> names) {
    this.file = file;
    this.names = names;
  }

  /**
   * Opens the one of a folder, or begins it.
   *
   * @param names the parameters that are searched, in order
   * @param settings what results depend on
   * @throws ProblemException when the one there is of something else, or is none
   */
  static ResultsFile open(Path folder, List<String> names, Map<String, String> settings) {
    ResultsFile results = new ResultsFile(folder.resolve(NAME), names);
    try {
      Files.createDirectories(folder);
      results.begin(settings);
      return results;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              results.file.toString(),
              "cannot be read or written: " + IoFailure.reason(e),
              "give a folder this user may write to"),
          e);
    }
  }

  /** What is known of a trial; null when it was not run. */
  synchronized @Nullable Score find(Trial trial) {
    return known.get(trial);
  }

  /** How many are known. */
  synchronized int size() {
    return known.size();
  }

  /** Keeps one. */
  synchronized void add(Trial trial, Score score) {
    known.put(trial, score);
    try {
      Files.writeString(file, line(trial, score), StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void begin(Map<String, String> settings) throws IOException {
    Map<String, String> head = new LinkedHashMap<>();
    head.put("form", FORM);
    settings.forEach((name, value) -> head.put(name, clean(value)));
    head.put("searched", String.join(",", names));
    if (!Files.exists(file)) {
      write(head, List.of());
      return;
    }
    String text = Files.readString(file);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.size() <= head.size()) {
      requireBeginning(text, head);
      write(head, List.of()); // ended while its head was written
      return;
    }
    requireSame(lines, head);
    for (String line : lines.subList(head.size() + 1, lines.size())) {
      try {
        read(line);
      } catch (NumberFormatException | DateTimeException e) {
        throw new ProblemException(foreign(line), e);
      }
    }
    if (!text.endsWith("\n")) {
      write(head, lines.subList(head.size() + 1, lines.size()));
    }
  }

  private void requireBeginning(String text, Map<String, String> head) {
    String whole = text(head);
    if (!whole.startsWith(text)) {
      throw refused("is not a file of results", "");
    }
  }

  private void requireSame(List<String> lines, Map<String, String> head) {
    int number = 0;
    for (Map.Entry<String, String> each : head.entrySet()) {
      String line = lines.get(number++);
      String start = "# " + each.getKey() + "\t";
      if (!line.startsWith(start)) {
        throw refused("is not a file of results of this form", "");
      }
      String was = line.substring(start.length());
      if (!was.equals(each.getValue())) {
        throw refused(
            "was made with another " + each.getKey(),
            ": " + shown(was) + ", now " + shown(each.getValue()));
      }
    }
  }

  private static String shown(String value) {
    return value.isEmpty() ? "none" : value.length() > 60 ? value.substring(0, 60) + "..." : value;
  }

  private Problem foreign(String line) {
    return problem("has a line that is none of its own: " + shown(line));
  }

  private ProblemException refused(String cause, String detail) {
    return new ProblemException(problem(cause + detail));
  }

  private Problem problem(String cause) {
    return Problem.configuration(
        file.toString(), cause, "name another folder, or delete this file");
  }

  private void write(Map<String, String> head, List<String> rows) throws IOException {
    Path next = file.resolveSibling(NAME + ".next");
    StringBuilder text = new StringBuilder(text(head));
    rows.forEach(row -> text.append(row).append('\n'));
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String text(Map<String, String> head) {
    StringBuilder text = new StringBuilder();
    head.forEach(
        (name, value) -> text.append("# ").append(name).append('\t').append(value).append('\n'));
    text.append("from\tuntil\t");
    names.forEach(name -> text.append(name).append('\t'));
    text.append("sharpe\tperiod_sharpe\treturns\tskewness\tkurtosis\treturn\tmax_drawdown\ttrades");
    text.append("\twin_rate\tdegenerate\tdigest\tfailure\n");
    return text.toString();
  }

  private String line(Trial trial, Score it) {
    List<String> fields = new ArrayList<>();
    fields.add(trial.from() == null ? "" : trial.from().toString());
    fields.add(trial.until() == null ? "" : trial.until().toString());
    names.forEach(name -> fields.add(clean(trial.parameters().getOrDefault(name, ""))));
    fields.add(Double.toString(it.sharpe()));
    fields.add(Double.toString(it.periodSharpe()));
    fields.add(Integer.toString(it.returns()));
    fields.add(Double.toString(it.skewness()));
    fields.add(Double.toString(it.kurtosis()));
    fields.add(Double.toString(it.gain()));
    fields.add(Double.toString(it.drawdown()));
    fields.add(Integer.toString(it.trades()));
    fields.add(Double.toString(it.winRate()));
    fields.add(Boolean.toString(it.degenerate()));
    fields.add(it.digest());
    fields.add(clean(it.failure()));
    return String.join("\t", fields) + "\n";
  }

  private void read(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 2 + names.size() + FIELDS) {
      throw new ProblemException(foreign(line));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      parameters.put(names.get(i), fields[2 + i]);
    }
    Instant from = fields[0].isEmpty() ? null : Instant.parse(fields[0]);
    Instant until = fields[1].isEmpty() ? null : Instant.parse(fields[1]);
    int at = 2 + names.size();
    known.put(
        new Trial(parameters, from, until),
        new Score(
            Double.parseDouble(fields[at]),
            Double.parseDouble(fields[at + 1]),
            Integer.parseInt(fields[at + 2]),
            Double.parseDouble(fields[at + 3]),
            Double.parseDouble(fields[at + 4]),
            Double.parseDouble(fields[at + 5]),
            Double.parseDouble(fields[at + 6]),
            Integer.parseInt(fields[at + 7]),
            Double.parseDouble(fields[at + 8]),
            Boolean.parseBoolean(fields[at + 9]),
            fields[at + 10],
            fields[at + 11]));
  }

  private static String clean(String text) {
    return text.replaceAll("[\\t\\r\\n]+", " ");
  }
}
