package dev.orrery.executor;

import dev.orrery.executor.journal.AccountEntry;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear what is booked of one account; one that throws costs the others nothing. */
final class AccountListeners {
  private static final Logger LOG = LoggerFactory.getLogger(AccountListeners.class);

  private final String deployment;
  private volatile AccountListener[] listeners = {};

  AccountListeners(String deployment) {
    this.deployment = deployment;
  }

  synchronized void add(AccountListener listener) {
    AccountListener[] more = Arrays.copyOf(listeners, listeners.length + 1);
    more[listeners.length] = listener;
    listeners = more;
  }

  /** Tells entries in order. Never called under the account's lock. */
  void tell(List<? extends AccountEntry> entries) {
    for (AccountListener listener : listeners) {
      for (int i = 0; i < entries.size(); i++) {
        AccountEntry entry = entries.get(i);
        try {
          listener.on(entry);
        } catch (RuntimeException e) {
          LOG.error("An account listener failed deployment={} entry={}", deployment, entry, e);
        }
      }
    }
  }
}
