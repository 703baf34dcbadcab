package dev.orrery.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VaultRulesTest {
  private static final VaultClaim GRID = new VaultClaim("grid", "paper-1", "orrery.yaml:4");
  private static final VaultClaim CROSS = new VaultClaim("cross", "paper-1", "orrery.yaml:9");
  private static final VaultClaim APART = new VaultClaim("apart", "paper-2", "orrery.yaml:14");

  @Test
  void letsOneStrategyOnEachVaultPass() {
    assertThat(VaultRules.conflicts(List.of(GRID, APART), Set.of("mine"))).isEmpty();
  }

  @Test
  void stopsTheStartForTwoConfiguredStrategiesOnOneVault() {
    assertThatThrownBy(() -> VaultRules.require(List.of(GRID, CROSS, APART), Set.of("paper-2")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(e.problems().stream().map(Problem::line))
                  .containsExactly(
                      "orrery.yaml:9: strategy cross wants vault paper-1, which strategy grid has"
                          + " (orrery.yaml:4) (give it a vault of its own)",
                      "orrery.yaml:14: strategy apart wants vault paper-2, which is operated by a"
                          + " person (give it a vault of its own)");
            });
  }

  @Test
  void refusesALaterJarOnATakenVault() {
    VaultClaim late = new VaultClaim("late", "paper-1", "plugin late.jar");
    assertThat(VaultRules.refusal("late.jar", List.of(late), List.of(GRID), Set.of()))
        .hasValueSatisfying(problem -> {
          assertThat(problem.exit()).isEqualTo(ExitCode.REFUSED);
          assertThat(problem.line())
              .startsWith(
                  "plugin late.jar: strategy late wants vault paper-1, which strategy grid");
        });
    assertThat(VaultRules.refusal("late.jar", List.of(late), List.of(APART), Set.of())).isEmpty();
  }

  @Test
  void refusesALaterJarWhoseStrategiesShareAVault() {
    assertThat(VaultRules.refusal("late.jar", List.of(GRID, CROSS), List.of(), Set.of()))
        .isPresent();
  }

  @Test
  void refusesALaterJarOnAHumanVault() {
    assertThat(VaultRules.refusal("late.jar", List.of(GRID), List.of(), Set.of("paper-1")))
        .hasValueSatisfying(problem -> assertThat(problem.cause()).contains("by a person"));
  }
}
