package dev.orrery.executor;

import dev.orrery.executor.journal.AccountEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear what is booked of one account; one that throws costs the others nothing. */
final class AccountListeners {
  private static final Logger LOG = LoggerFactory.getLogger(AccountListeners.class);

  private final String deployment;
  private final List<AccountListener> listeners = new CopyOnWriteArrayList<>();

  AccountListeners(String deployment) {
    this.deployment = deployment;
  }

  void add(AccountListener listener) {
    listeners.add(listener);
  }

  /** Tells entries in order. Never called under the account's lock. */
  void tell(List<? extends AccountEntry> entries) {
    for (AccountListener listener : listeners) {
      for (AccountEntry entry : entries) {
        try {
          listener.on(entry);
        } catch (RuntimeException e) {
          LOG.error("An account listener failed deployment={} entry={}", deployment, entry, e);
        }
      }
    }
  }
}
