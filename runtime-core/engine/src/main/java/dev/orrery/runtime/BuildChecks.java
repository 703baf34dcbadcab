package dev.orrery.runtime;

import dev.orrery.kernel.Problem;
import dev.orrery.runtime.control.LatchStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What is wrong with what a builder was given, before anything is opened. All of it. */
final class BuildChecks {
  private final RuntimeBuilder given;
  private final List<Problem> problems;

  private BuildChecks(RuntimeBuilder given) {
    this.given = given;
    this.problems = new ArrayList<>(given.mistakes);
  }

  static List<Problem> of(RuntimeBuilder given) {
    return new BuildChecks(given).all();
  }

  private List<Problem> all() {
    if (given.market == null) {
      problems.add(
          Problem.configuration("the runtime", "has no market", "give it one: market(...)"));
    }
    if (!given.eventsEvery.isPositive()) {
      problems.add(
          Problem.configuration(
              "eventsEvery", "is " + given.eventsEvery, "give it more than nothing"));
    }
    if (given.standingEntries < 1) {
      problems.add(
          Problem.configuration(
              "standingEntries", "is " + given.standingEntries, "give it at least 1"));
    }
    for (Path jar : given.named) {
      if (!Files.isReadable(jar)) {
        problems.add(
            Problem.configuration(
                "plugin " + jar,
                Files.exists(jar) ? "cannot be read" : "does not exist",
                "correct the path"));
      }
    }
    kept();
    deployments();
    return problems;
  }

  private void kept() {
    if (given.store != null) {
      if (given.partsGiven) {
        problems.add(
            Problem.configuration(
                "journal",
                "is a store, and journal, events or latches are given besides",
                "give one or the other: a store has all of them"));
      }
    } else if (given.journal.durable() && given.latches.equals(LatchStore.NONE)) {
      problems.add(
          Problem.configuration(
              "journal",
              "outlives the process, but switches would not: what was paused or halted would trade"
                  + " again after a restart",
              "give it latches(...), or a whole store: journal(PostgresJournal.at(url))"));
    }
  }

  private void deployments() {
    Map<UUID, String> holders = new HashMap<>();
    for (StrategyOptions options : given.strategies.values()) {
      problems.addAll(options.mistakes());
      try {
        UUID id = UUID.fromString(options.deploymentId());
        String other = holders.putIfAbsent(id, options.name());
        if (other != null) {
          problems.add(
              Problem.configuration(
                  "strategy " + options.name(),
                  "has deployment " + id + ", and so has strategy " + other,
                  "give each a deployment of its own: state, orders and switches are kept by it"));
        }
      } catch (IllegalArgumentException e) {
        problems.add(
            Problem.configuration(
                "strategy " + options.name(),
                "has deployment '" + options.deploymentId() + "', which is no UUID",
                "give it a UUID, or none: then it is a function of the name"));
      }
    }
  }
}
