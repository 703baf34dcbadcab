package dev.orrery.cli.exchange;

import dev.orrery.exchange.DevAccount;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.client.ExchangeResult;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.signing.Nonces;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.UserRole;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * An agent of an account with a known key: what a runtime needs to trade here as it would on the
 * venue. Its key is made once and kept in a file that only its owner can read.
 *
 * @param address the agent
 * @param account whom it signs for
 * @param file where its key is
 */
public record DevAgent(Address address, Address account, Path file) {
  private static final String NAME = "orrery";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * The agent whose key is in a file, approved; a new key is made where there is no file.
   *
   * @throws ProblemException CONFIGURATION when the file cannot be read or written or holds no key,
   *     REFUSED when the exchange does not take it
   */
  public static DevAgent approved(
      Path file, DevAccount account, LocalExchange exchange, Network network) {
    try (KeySigner agent = signer(file);
        RestClient rest =
            new RestClient(
                new RestSettings(exchange.address(), PATIENCE, PATIENCE, 1, PATIENCE),
                new RequestBudget(System::nanoTime))) {
      UserRole role = rest.ask(new AccountRequest.Role(agent.address())).orThrow();
      if (role.master().filter(account.address()::equals).isEmpty()) {
        approve(rest, agent.address(), account, network, file);
      }
      return new DevAgent(agent.address(), account.address(), file);
    }
  }

  private static void approve(
      RestClient rest, Address agent, DevAccount account, Network network, Path file) {
    try (KeySigner master = KeySigner.of(account.key())) {
      ExchangeResult result =
          rest.send(
              new ActionSigner(master, network)
                  .sign(
                      new ApproveAgent(
                          SigningChain.of(network),
                          agent,
                          NAME,
                          new Nonces(master.address(), InstantSource.system(), 0).next())),
              master.address());
      if (!(result instanceof ExchangeResult.Accepted)) {
        throw new ProblemException(
            Problem.refused(
                "agent " + agent + " of " + account.address(),
                "was not approved: " + result,
                "remove " + file + " for one with a new key"));
      }
    }
  }

  private static KeySigner signer(Path file) {
    try {
      if (!Files.exists(file)) {
        keep(file, KeySigner.newKey(new SecureRandom()));
      }
      return KeySigner.of(Secret.of(Files.readString(file).strip()));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              "--agent " + file,
              "cannot be read or written: " + IoFailure.cause(e),
              "name a file in a folder of yours"),
          e);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration(
              "--agent " + file, "holds no key", "remove it, and a new key is made"),
          e);
    }
  }

  private static void keep(Path file, Secret key) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owners =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, owners);
    Files.writeString(file, key.reveal() + "\n");
  }
}
