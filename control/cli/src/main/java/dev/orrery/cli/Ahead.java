package dev.orrery.cli;

import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.bytecode.ExitAgent;
import java.math.BigDecimal;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every start of a host needs and the JDK makes once in a process, slowly: powers for
 * decimals, the list of all locales, which the server of health asks for, the code of digests, the
 * guard of the exits. Made while the configuration is read, when there is nothing else to do beside
 * that. Whoever needs one of them earlier waits for it, as without this.
 */
final class Ahead {
  private static final Logger LOG = LoggerFactory.getLogger(Ahead.class);

  /** From so much on the digest's code is known to be wanted. */
  private static final int SOME_BLOCKS = 4_096;

  private Ahead() {}

  /** Begins, and does not wait. */
  static void begin() {
    Thread.ofPlatform().daemon().name("orrery-ahead").start(Ahead::make);
  }

  private static void make() {
    BigDecimal one = BigDecimal.valueOf(1_000, 3);
    Sha256 digest = Sha256.of(new byte[SOME_BLOCKS]);
    ExitAgent.guard();
    int locales = Locale.getAvailableLocales().length;
    LOG.debug("made ahead decimal={} digest={} locales={}", one, digest.brief(), locales);
  }
}
