package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Agents;
import dev.orrery.exchange.venue.account.Agents.Grant;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.AgentName;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import java.util.List;

/** Approvals of agents. They end at the millisecond they say, which the venue itself is late in. */
final class AgentDesk {
  private static final long DAY = 86_400_000;
  private static final long USUAL = 90 * DAY;
  private static final long LONGEST = 180 * DAY;
  private static final int NAMED = 3;
  private static final int NAMED_PER_SUB_ACCOUNT = 2;

  private final VenueState state;

  AgentDesk(VenueState state) {
    this.state = state;
  }

  ExchangeAnswer approve(Account account, ApproveAgent action) {
    Agents agents = state.agents();
    AgentName name;
    try {
      name = AgentName.parse(action.agentName());
    } catch (IllegalArgumentException e) {
      return new ExchangeAnswer.Refused("Agent name is longer than 16 characters.");
    }
    if (agents.isRemoving(account.address(), state.now())) {
      return refused(RefusalReason.AGENT_REMOVAL_PENDING);
    }
    if (action.agentAddress().equals(Address.ZERO)) {
      return remove(account, name.name());
    }
    if (agents.wasUsed(action.agentAddress())) {
      return refused(RefusalReason.AGENT_USED);
    }
    Long wanted = name.validUntil();
    long until = wanted == null ? state.now() + USUAL : wanted;
    if (until <= state.now() || until > state.now() + LONGEST) {
      return refused(RefusalReason.AGENT_EXPIRY);
    }
    long others =
        agents.ofMaster(account.address(), state.now()).stream()
            .filter(it -> !it.name().isEmpty() && !it.name().equals(name.name()))
            .count();
    int most = most(account);
    if (!name.name().isEmpty() && others >= most) {
      return new ExchangeAnswer.Refused(
          RefusalReason.TOO_MANY_AGENTS.text()
              + " for cumulative volume traded. Current limit is "
              + most);
    }
    agents.approve(new Grant(action.agentAddress(), account.address(), name.name(), until));
    state.events().accountChanged(account.address());
    return new ExchangeAnswer.Done();
  }

  private ExchangeAnswer remove(Account account, String name) {
    if (!state.agents().remove(account.address(), name)) {
      return new ExchangeAnswer.Refused("Extra agent does not exist.");
    }
    state.agents().removing(account.address(), state.now());
    state.events().accountChanged(account.address());
    return new ExchangeAnswer.Done();
  }

  private int most(Account account) {
    List<Account> subs =
        state.accounts().stream().filter(it -> account.address().equals(it.master())).toList();
    return NAMED + NAMED_PER_SUB_ACCOUNT * subs.size();
  }

  private static ExchangeAnswer refused(RefusalReason reason) {
    return new ExchangeAnswer.Refused(reason.text());
  }
}
