package dev.orrery.broker.contract;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGenerator;

/** Shows scenarios by number and sentence, and everything else as usual. */
public final class ScenarioNames extends DisplayNameGenerator.Standard {
  /** For JUnit. */
  public ScenarioNames() {}

  @Override
  public String generateDisplayNameForMethod(
      List<Class<?>> enclosing, Class<?> testClass, Method method) {
    Scenario scenario = method.getAnnotation(Scenario.class);
    return scenario == null
        ? super.generateDisplayNameForMethod(enclosing, testClass, method)
        : scenario.id() + " " + scenario.value();
  }
}
