package dev.orrery.control.job;

import java.time.Duration;
import java.util.Map;

/** Something that is done once in each slot of time. Doing it again is harmless. Thread-safe. */
public interface Job {
  /** Its name in paths and rows. */
  String name();

  /** How long a slot is; slots are aligned to the epoch in UTC. */
  Duration period();

  /** Does it. What it answers is the answer of its route: names and their order are fixed. */
  Map<String, Integer> run();
}
