package dev.orrery.broker.contract;

import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.ClientOrderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The runtime's side of an account under test: its journal, and the book folded from it. */
final class Knowledge {
  private final List<AccountEntry> journal = new ArrayList<>();
  private AccountBook book = new AccountBook();

  /** Takes in what is news, as the account desk does. */
  synchronized void keep(AccountEntry entry) {
    if (!(entry instanceof AccountEntry.Told it) || book.isNews(it.event())) {
      journal.add(entry);
      book.apply(entry);
    }
  }

  synchronized AccountState state() {
    return book.state();
  }

  synchronized <T> T look(Function<AccountBook, T> look) {
    return look.apply(book);
  }

  synchronized Set<ClientOrderId> working() {
    return book.state().working().stream().map(TrackedOrder::id).collect(Collectors.toSet());
  }

  synchronized int size() {
    return journal.size();
  }

  /** Only the first entries were durable. */
  synchronized AccountHistory cut(int durable) {
    journal.subList(durable, journal.size()).clear();
    AccountHistory history = new AccountHistory(journal);
    book = AccountBook.restore(history);
    return history;
  }
}
