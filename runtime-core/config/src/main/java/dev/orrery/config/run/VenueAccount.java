package dev.orrery.config.run;

import dev.orrery.config.Doc;
import dev.orrery.kernel.Secret;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An account on Hyperliquid and who signs for it. */
@Doc("An account on Hyperliquid, and the agent that signs for it. No two vaults may share either.")
public record VenueAccount(
    @Doc("Address of the account: the master's, not the agent's.")
        @Pattern(regexp = "0[xX][0-9a-fA-F]{40}", message = "be 0x and 40 hex digits")
        String address,
    @Doc("Private key of an agent approved by the account: a reference to an environment variable.")
        @Nullable Secret agentKey,
    @Doc("File with that key, which nobody but its owner may read (mode 0600), instead.")
        @Nullable Path agentKeyFile) {
  /** Checks that there is one key. */
  public VenueAccount {
    if ((agentKey == null) == (agentKeyFile == null)) {
      throw new IllegalArgumentException(
          "needs agentKey: ${env:NAME}, or agentKeyFile, and not both");
    }
  }
}
