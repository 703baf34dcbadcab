package dev.orrery.cli;

import dev.orrery.cli.print.JsonText;
import dev.orrery.config.ConfigLoader;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.bytecode.ExitAgent;
import dev.orrery.runtime.bytecode.PollGate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What every start of a host needs and is made slowly, once in a process: what the configuration's
 * records declare, a plugin's gate, powers for decimals, JSON, the list of all locales, which the
 * server of health asks for, the code of digests, the guard of the exits. Made on threads of its
 * own from the first moment on, while there is little to do beside that. Whoever needs one of them
 * earlier makes it as without this.
 */
final class Ahead {
  /** Verbs that start a host. */
  private static final Set<String> VERBS = Set.of("run", "runner");

  /** From so much on the digest's code is known to be wanted. */
  private static final int SOME_BLOCKS = 4_096;

  private Ahead() {}

  /** Begins where the words of a command line ask for a host, and does not wait. */
  static void begin(String... words) {
    if (words.length > 0 && VERBS.contains(words[0])) {
      Thread.ofPlatform().daemon().name("orrery-ahead-0").start(Ahead::configuration);
      Thread.ofPlatform().daemon().name("orrery-ahead-1").start(Ahead::make);
    }
  }

  private static void configuration() {
    var _ = ConfigLoader.of(RunConfig.class).text(ShippedConfig.NAME, ShippedConfig.text()).read();
  }

  private static void make() {
    BigDecimal decimal = BigDecimal.valueOf(1_000, 3);
    Sha256 digest = Sha256.of(new byte[SOME_BLOCKS]);
    ExitAgent.guard();
    PollGate.prepare();
    String json = JsonText.line(Map.of(digest.brief(), List.of(decimal)));
    var _ = List.of(json, Locale.getAvailableLocales());
  }
}
