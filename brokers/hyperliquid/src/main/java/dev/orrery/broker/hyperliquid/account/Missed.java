package dev.orrery.broker.hyperliquid.account;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.FundingPaid;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Asks what an account did since an instant, page by page. Blocks; as thread-safe as its client.
 */
public final class Missed {
  /** Rows of an answer that may have been cut: fills come by 2,000, the rest by 500. */
  private static final int FULL_FILLS = 2_000;

  private static final int FULL = 500;

  /** Fills, payments or movements of more pages than these are not to be had at the venue. */
  private static final int MOST_PAGES = 25;

  private final RestClient rest;
  private final Address account;

  /** Of an account, or a sub-account; of an agent there is nothing. */
  public Missed(RestClient rest, Address account) {
    this.rest = rest;
    this.account = account;
  }

  /**
   * Fills since an epoch millisecond, in the order they happened; only the last 10,000 exist.
   *
   * @throws dev.orrery.kernel.ProblemException when the venue did not answer
   */
  public List<Fill> fills(long since) {
    return FillOrder.sorted(
        pages(
            since,
            FULL_FILLS,
            from ->
                rest.ask(new AccountRequest.FillsByTime(account, from, null, null, null)).orThrow(),
            Fill::time));
  }

  /**
   * Funding since an epoch millisecond.
   *
   * @throws dev.orrery.kernel.ProblemException when the venue did not answer
   */
  public List<FundingPaid> fundings(long since) {
    return pages(
            since,
            FULL,
            from -> rest.ask(new AccountRequest.Funding(account, from, null)).orThrow(),
            UserFunding::time)
        .stream()
        .map(Missed::paid)
        .toList();
  }

  /**
   * Money that moved otherwise since an epoch millisecond.
   *
   * @throws dev.orrery.kernel.ProblemException when the venue did not answer
   */
  public List<LedgerUpdate> ledger(long since) {
    return pages(
        since,
        FULL,
        from -> rest.ask(new AccountRequest.Ledger(account, from, null)).orThrow(),
        LedgerUpdate::time);
  }

  /** Both ends of a range belong to it: the next page begins with the last rows of this one. */
  static <R> List<R> pages(
      long since, int full, LongFunction<List<R>> ask, ToLongFunction<R> time) {
    Set<R> all = new LinkedHashSet<>();
    long from = since;
    for (int page = 0; page < MOST_PAGES; page++) {
      List<R> rows = ask.apply(from);
      all.addAll(rows);
      long last = rows.stream().mapToLong(time).max().orElse(from);
      if (rows.size() < full || last <= from) {
        break;
      }
      from = last;
    }
    return List.copyOf(all);
  }

  private static FundingPaid paid(UserFunding it) {
    return new FundingPaid(
        it.time(),
        it.delta().coin(),
        it.delta().usdc(),
        it.delta().szi(),
        it.delta().fundingRate(),
        it.delta().nSamples());
  }
}
