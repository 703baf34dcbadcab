package dev.orrery.backtest.check;

import dev.orrery.runtime.bytecode.Outside;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.bytecode.Subject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why something in a strategy's code is a finding.
 *
 * @param why what it breaks, as a sentence
 * @param wayOut what to do instead, as a sentence
 */
record Advice(String why, String wayOut) {
  /** Nothing for what changes no decision. */
  static Optional<Advice> on(Subject subject) {
    return switch (subject) {
      case Refusal it -> Optional.of(new Advice(it.reason(), it.wayOut()));
      case Outside it -> Optional.ofNullable(on(it));
    };
  }

  private static @Nullable Advice on(Outside subject) {
    return switch (subject) {
      case CLOCKS ->
          new Advice(
              "In a backtest and in a replay the market's time is not the machine's: the decision"
                  + " comes out differently each time.",
              "Ask context.now(); for time passed keep an instant in context.state().");
      case RANDOMNESS ->
          new Advice(
              "Nobody knows the seed: the decision cannot be run again.",
              "Draw from context.random(), which is seeded by the firing.");
      case IDENTITY ->
          new Advice(
              "The JVM makes the number up, and with it the order of hash maps: no run has the"
                  + " same.",
              "Give the class equals and hashCode, make it a record, or use a TreeMap, an EnumMap"
                  + " or a LinkedHashMap.");
      case THREADS ->
          new Advice(
              "Which thread comes first is chance, and a thread outlives the decision that began"
                  + " it.",
              "Work on the thread that asks; a decision has seconds.");
      case FILES ->
          new Advice(
              "What is in a file is not recorded: a replay elsewhere reads something else, and a"
                  + " file of prices looks ahead.",
              "Take it as a parameter, as a resource of the jar read while the strategy is made,"
                  + " or by an event.");
      case SOCKETS ->
          new Advice(
              "An answer from the network is not recorded: neither backtest nor replay gets it.",
              "Let something outside ask, and hand the answer in by an event.");
      case PROCESSES ->
          new Advice(
              "What other processes do is not recorded.",
              "Let something outside look, and hand the answer in by an event.");
      case REFLECTION ->
          new Advice(
              "Where a call by name leads cannot be told, so nothing can be said of it.",
              "Call the class directly; for a choice use a switch or a map of lambdas.");
      case NATIVE ->
          new Advice(
              "Memory outside the heap is not freed with the jar, and is not held by any limit.",
              "Use an array or a heap buffer.");
      case SYSTEM_PROPERTIES, ENVIRONMENT ->
          new Advice(
              "It differs from machine to machine and is not recorded.",
              "Make it a parameter: parameters are journaled with each decision.");
      case STATICS ->
          new Advice(
              "Statics are shared by every decision that this process makes, and gone after a"
                  + " restart, a new version, in a replay: a decision depends on what ran before.",
              "Keep what must survive in context.state(); make what need not a local.");
      case FIELDS ->
          new Advice(
              "Fields are gone after a restart, a new version, in a replay, and two decisions may"
                  + " run at once.",
              "Keep what must survive in context.state(); make what need not a local.");
      case EXITS ->
          new Advice(
              "Ends of the process throw in a strategy.", "Answer a noop, or throw what is wrong.");
      case STANDARD_STREAMS -> null; // goes to the strategy's log, and changes no decision
    };
  }
}
