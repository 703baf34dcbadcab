package dev.orrery.broker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The suite finds what it is there to find: each mistake is planted, and its scenarios fail. */
class PlantedMistakesTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isFoundByItsScenarios(Planted mistake) {
    Map<String, TestExecutionResult.Status> failed = new TreeMap<>();
    mistake.foundBy().forEach(id -> failed.put(id, TestExecutionResult.Status.FAILED));
    assertThat(run(mistake, mistake.foundBy()))
        .as("scenarios that must find %s, each with what became of it", mistake)
        .isEqualTo(failed);
  }

  /** Runs scenarios with a mistake planted; their results, by number. */
  private static Map<String, TestExecutionResult.Status> run(Planted mistake, List<String> ids) {
    Map<String, TestExecutionResult.Status> results = new TreeMap<>();
    ReferenceBrokerContractTest.planted = mistake;
    try {
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectors(ids)).build(),
              new TestExecutionListener() {
                @Override
                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                  if (test.isTest()) {
                    results.put(test.getDisplayName().split(" ")[0], result.getStatus());
                  }
                }
              });
    } finally {
      ReferenceBrokerContractTest.planted = Planted.NONE;
    }
    return results;
  }

  private static List<DiscoverySelector> selectors(List<String> ids) {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (Class<?> scenarios : BrokerContract.class.getInterfaces()) {
      for (Method method : scenarios.getDeclaredMethods()) {
        Scenario scenario = method.getAnnotation(Scenario.class);
        if (scenario != null && ids.contains(scenario.id())) {
          selectors.add(
              DiscoverySelectors.selectMethod(ReferenceBrokerContractTest.class, method.getName()));
        }
      }
    }
    return selectors;
  }
}
