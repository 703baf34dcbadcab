package dev.orrery.runtime.plugin;

/**
 * A strategy that is to trade on an account.
 *
 * @param strategy the name it runs under
 * @param vaultId the account
 * @param source who says so, for a message: {@code orrery.yaml:12}, {@code plugin grid.jar}
 */
public record VaultClaim(String strategy, String vaultId, String source) {}
