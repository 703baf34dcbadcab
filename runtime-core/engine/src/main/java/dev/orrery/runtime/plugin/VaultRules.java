package dev.orrery.runtime.plugin;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One strategy on one account, and none on an account that a person operates: two hands on one
 * account cannot keep each other's caps. Pure functions.
 */
public final class VaultRules {
  private VaultRules() {}

  /** What is wrong with configured claims; all of it, in their order. */
  public static List<Problem> conflicts(Collection<VaultClaim> claims, Set<String> humanOperated) {
    List<Problem> problems = new ArrayList<>();
    Map<String, VaultClaim> holders = new LinkedHashMap<>();
    for (VaultClaim claim : claims) {
      fault(claim, holders, humanOperated)
          .ifPresent(fault ->
              problems.add(
                  Problem.configuration(claim.source(), fault, "give it a vault of its own")));
      holders.putIfAbsent(claim.vaultId(), claim);
    }
    return problems;
  }

  /**
   * Lets configured claims pass or stops the start.
   *
   * @throws ProblemException with every conflict
   */
  public static void require(Collection<VaultClaim> claims, Set<String> humanOperated) {
    List<Problem> problems = conflicts(claims, humanOperated);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
  }

  /**
   * Why a jar that comes to a running configuration is refused: the first of its strategies whose
   * account is taken, by one that is there or by another of the jar.
   *
   * @param newcomers claims of the jar's strategies
   * @param present claims that stand
   */
  public static Optional<Problem> refusal(
      String fileName,
      Collection<VaultClaim> newcomers,
      Collection<VaultClaim> present,
      Set<String> humanOperated) {
    Map<String, VaultClaim> holders = new LinkedHashMap<>();
    present.forEach(claim -> holders.putIfAbsent(claim.vaultId(), claim));
    for (VaultClaim claim : newcomers) {
      Optional<String> fault = fault(claim, holders, humanOperated);
      if (fault.isPresent()) {
        return Optional.of(
            Problem.refused(
                "plugin " + fileName, fault.get(), "bind it to a vault of its own in strategies:"));
      }
      holders.put(claim.vaultId(), claim);
    }
    return Optional.empty();
  }

  private static Optional<String> fault(
      VaultClaim claim, Map<String, VaultClaim> holders, Set<String> humanOperated) {
    String wants = "strategy " + claim.strategy() + " wants vault " + claim.vaultId();
    if (humanOperated.contains(claim.vaultId())) {
      return Optional.of(wants + ", which is operated by a person");
    }
    VaultClaim holder = holders.get(claim.vaultId());
    return holder == null
        ? Optional.empty()
        : Optional.of(
            wants + ", which strategy " + holder.strategy() + " has (" + holder.source() + ")");
  }
}
