package dev.orrery.broker.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;

/**
 * What every broker must do, as numbered scenarios listed in docs/broker-contract.md. Extend it,
 * give it a harness, and run it with JUnit; a scenario the venue cannot show is skipped with the
 * reason the harness gives. Scenarios of your own stand beside them and use {@link #bench}.
 *
 * <pre>{@code
 * final class MyBrokerContractTest extends BrokerContract {
 *   @Override protected BrokerHarness harness() { return new MyHarness(); }
 *
 *   @Test void icebergsShowTheirTip() { bench().accepted(...); bench().agrees(); }
 * }
 * }</pre>
 */
@DisplayNameGeneration(ScenarioNames.class)
public abstract class BrokerContract
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
        AbsenceScenarios {
  private Bench bench;

  /** For JUnit. */
  @SuppressWarnings("NullAway.Init") // JUnit calls openBench before any scenario
  protected BrokerContract() {}

  /** A venue with a fresh account, for one scenario. */
  protected abstract BrokerHarness harness();

  @BeforeEach
  final void openBench() {
    bench = new Bench(harness());
  }

  @AfterEach
  final void closeBench() {
    bench.close();
  }

  @Override
  public final Bench bench() {
    return bench;
  }
}
