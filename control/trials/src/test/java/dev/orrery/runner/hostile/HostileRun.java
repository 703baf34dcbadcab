package dev.orrery.runner.hostile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a {@link HostileProcess} went.
 *
 * @param exit its exit code; -1 when it had to be ended
 * @param marks verdicts of each good strategy, mark by mark
 * @param lateness milliseconds from each of those marks to the decision, sorted
 * @param states of each strategy, by name
 * @param causes of each strategy, by name; empty for none
 * @param reasons why decisions of each strategy failed, a line each; in a full heap everything may
 *     be late, so the last is not always its own
 * @param verdicts how often each was given, by strategy and verdict
 * @param refused the line of each jar that was refused, by file
 * @param numbers heap, threads, orders, by name
 * @param spinning strategies whose own code ran on past its time
 * @param output everything
 */
record HostileRun(
    int exit,
    Map<String, List<String>> marks,
    List<Long> lateness,
    Map<String, String> states,
    Map<String, String> causes,
    Map<String, String> reasons,
    Map<String, Long> verdicts,
    Map<String, String> refused,
    Map<String, Long> numbers,
    List<String> spinning,
    List<String> output) {
  static final String MARK = "run: ";

  static HostileRun of(List<String> output, int exit) {
    HostileRun run =
        new HostileRun(
            exit,
            new TreeMap<>(),
            new ArrayList<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new HashMap<>(),
            new ArrayList<>(),
            output);
    output.stream()
        .filter(line -> line.startsWith(MARK))
        .map(line -> line.substring(MARK.length()).split(" ", 4))
        .forEach(run::take);
    run.lateness.sort(null);
    return run;
  }

  private void take(String[] words) {
    switch (words[0]) {
      case "mark" -> {
        marks.computeIfAbsent(words[1], _ -> new ArrayList<>()).add(words[2]);
        lateness.add(Long.parseLong(words[3]));
      }
      case "strategy" -> {
        states.put(words[1], words[2]);
        causes.put(words[1], words[3]);
      }
      case "reason" -> reasons.merge(words[1], words[3], (one, more) -> one + "\n" + more);
      case "verdict" -> verdicts.put(words[1] + " " + words[2], Long.parseLong(words[3]));
      case "refused" ->
          refused.put(words[1], String.join(" ", List.of(words).subList(2, words.length)));
      case "spinning" -> spinning.add(String.join(" ", List.of(words).subList(1, words.length)));
      default -> numbers.put(words[0], Long.parseLong(words[1]));
    }
  }

  long number(String name) {
    return numbers.getOrDefault(name, -1L);
  }

  /** The lateness that one mark in a hundred is past. */
  long p99() {
    return lateness.isEmpty() ? Long.MAX_VALUE : lateness.get((lateness.size() * 99 - 1) / 100);
  }

  /** The last of what it said, for whoever has to find out what went wrong. */
  String end() {
    return String.join("\n", output.subList(Math.max(0, output.size() - 150), output.size()));
  }

  /** In one line. */
  String figures() {
    return "p50 %d ms, p99 %d ms, most %d ms; heap %d MB at half, %d MB at the end; %d abandoned"
        .formatted(
            lateness.isEmpty() ? -1 : lateness.get(lateness.size() / 2),
            p99(),
            lateness.isEmpty() ? -1 : lateness.getLast(),
            number("half") >> 20,
            number("end") >> 20,
            number("abandoned"));
  }
}
