package dev.orrery.broker.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Scenarios of the suite one by one, on a bench that something was done to before: for a run of
 * each against a venue with faults, which is no test class.
 */
public final class ScenarioRun {
  private static final Map<String, Method> SCENARIOS = scenarios();

  private ScenarioRun() {}

  private static Map<String, Method> scenarios() {
    Map<String, Method> all = new TreeMap<>();
    for (Class<?> group : BrokerContract.class.getInterfaces()) {
      for (Method method : group.getDeclaredMethods()) {
        Scenario scenario = method.getAnnotation(Scenario.class);
        if (scenario != null) {
          all.put(scenario.id(), method);
        }
      }
    }
    return all;
  }

  /** Numbers of all scenarios: {@code C07}. */
  public static SequencedSet<String> ids() {
    return new TreeSet<>(SCENARIOS.keySet());
  }

  /**
   * Runs one.
   *
   * @throws RuntimeException as the scenario does: an assumption that fails is a scenario skipped
   * @throws AssertionError when it does not hold
   */
  public static void run(String id, Bench bench) {
    Method scenario = SCENARIOS.get(id);
    if (scenario == null) {
      throw new IllegalArgumentException("no scenario " + id + ", but " + SCENARIOS.keySet());
    }
    try {
      scenario.invoke(new Given(bench));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException it) {
        throw it;
      }
      if (cause instanceof Error it) {
        throw it;
      }
      throw new IllegalStateException(e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot be run: " + id, e);
    }
  }

  /** The suite on a bench that is there. */
  private record Given(Bench bench)
      implements PlacingScenarios,
          RestingScenarios,
          TriggerScenarios,
          BatchScenarios,
          MarginScenarios,
          FaultScenarios,
          RestartScenarios,
          LineScenarios,
          IdentityScenarios,
          TellingScenarios,
          ReportScenarios,
          AbsenceScenarios {}
}
