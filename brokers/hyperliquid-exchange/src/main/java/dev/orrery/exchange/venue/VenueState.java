package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.MarginTiers;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Agents;
import dev.orrery.exchange.venue.account.NonceWindow;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that a venue is, for those that change it. */
final class VenueState {
  private final VenueSettings settings;
  private final List<Market> markets = new ArrayList<>();
  private final Map<String, Market> byCoin = new HashMap<>();
  private final Map<Address, Account> accounts = new LinkedHashMap<>();
  private final Map<Address, NonceWindow> nonces = new LinkedHashMap<>();
  private final Agents agents = new Agents();
  private final Ids ids;
  private final Events events;
  private final Set<Address> unsettled = new LinkedHashSet<>();
  private Usd fees = Usd.ZERO;
  private long now;
  private long nextFunding;
  private long markedAt;

  VenueState(VenueSettings settings, VenueListener listener) {
    this.settings = settings;
    this.ids = new Ids(settings.seed());
    this.events = new Events(listener);
    for (PerpSettings perp : settings.markets()) {
      add(perp);
    }
  }

  private void add(PerpSettings perp) {
    MarginTiers tiers =
        MarginTiers.of(
            perp.tiers().stream()
                .map(tier ->
                    new dev.orrery.broker.margin.MarginTier(
                        new Usd(tier.lowerBound()), tier.maxLeverage()))
                .toList());
    Market market =
        new Market(
            new Market.Traits(
                markets.size(),
                perp.coin(),
                perp.szDecimals(),
                perp.maxLeverage(),
                perp.isolatedOnly(),
                tiers,
                perp.impactNotional()),
            perp.startPx());
    markets.add(market);
    byCoin.put(perp.coin(), market);
    events.knownMid(market);
  }

  VenueSettings settings() {
    return settings;
  }

  List<Market> markets() {
    return markets;
  }

  /** The market of a number; null when there is none. */
  @Nullable Market market(int asset) {
    return asset >= 0 && asset < markets.size() ? markets.get(asset) : null;
  }

  /** The market of a name; null when there is none. */
  @Nullable Market market(String coin) {
    return byCoin.get(coin);
  }

  /** The market of a name that is known to exist. */
  Market theMarket(String coin) {
    Market market = byCoin.get(coin);
    if (market == null) {
      throw new IllegalArgumentException(
          "there is no market "
              + coin
              + "; there are "
              + byCoin.keySet().stream().sorted().toList());
    }
    return market;
  }

  /** The market that something the venue keeps is in. */
  Market marketOf(int asset) {
    return markets.get(asset);
  }

  Optional<Account> account(Address address) {
    return Optional.ofNullable(accounts.get(address));
  }

  /** The account behind something the venue keeps. */
  Account owner(Address address) {
    Account account = accounts.get(address);
    if (account == null) {
      throw new IllegalStateException("nobody is " + address);
    }
    return account;
  }

  Account house() {
    return accounts.computeIfAbsent(House.ADDRESS, it -> new Account(it, null, "house"));
  }

  /** All accounts, the house included, in the order they came. */
  Collection<Account> accounts() {
    return accounts.values();
  }

  void add(Account account) {
    accounts.put(account.address(), account);
  }

  NonceWindow nonces(Address signer) {
    return nonces.computeIfAbsent(signer, it -> new NonceWindow());
  }

  Map<Address, NonceWindow> nonces() {
    return nonces;
  }

  Agents agents() {
    return agents;
  }

  Ids ids() {
    return ids;
  }

  Events events() {
    return events;
  }

  /** The money or the positions of an account are others: its margin has to be looked at. */
  void unsettled(Address user) {
    unsettled.add(user);
  }

  /** The margin of an account was looked at. */
  void settled(Address user) {
    unsettled.remove(user);
  }

  /** Prices are others: the margin of everybody has to be looked at. */
  void allUnsettled() {
    unsettled.addAll(accounts.keySet());
  }

  /** Whose margin has to be looked at; nobody's, from now on. */
  List<Account> takeUnsettled() {
    if (unsettled.isEmpty()) {
      return List.of();
    }
    List<Account> all = unsettled.stream().map(this::owner).toList();
    unsettled.clear();
    return all;
  }

  /** Fees that everybody paid. */
  Usd fees() {
    return fees;
  }

  void collect(Usd fee) {
    fees = fees.plus(fee);
  }

  long now() {
    return now;
  }

  void now(long time) {
    now = Math.max(now, time);
  }

  /** When funding is paid next; 0 before the first call. */
  long nextFunding() {
    return nextFunding;
  }

  void nextFunding(long time) {
    nextFunding = time;
  }

  /** When marks were last taken without the market having moved. */
  long markedAt() {
    return markedAt;
  }

  void markedAt(long time) {
    markedAt = time;
  }

  void load(SavedVenue.Clock clock, BigDecimal collected) {
    now = clock.now();
    nextFunding = clock.nextFunding();
    markedAt = clock.markedAt();
    fees = new Usd(collected);
  }
}
