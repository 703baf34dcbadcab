package dev.orrery.exchange.venue.account;

import dev.orrery.hyperliquid.Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may trade for whom. */
public final class Agents {
  private static final long REMOVAL_MILLIS = 5_000;

  /**
   * An approval.
   *
   * @param agent who may
   * @param master for whom
   * @param name empty for the unnamed one
   * @param validUntil epoch milliseconds
   */
  public record Grant(Address agent, Address master, String name, long validUntil) {}

  /**
   * That an account removed an agent a moment ago.
   *
   * @param master the account
   * @param until up to when it approves no other
   */
  public record Removal(Address master, long until) {}

  /**
   * All of it, to be kept.
   *
   * @param grants those in force
   * @param used every address that ever was one
   * @param removals of late
   */
  public record Saved(List<Grant> grants, List<Address> used, List<Removal> removals) {}

  private final Map<Address, Grant> grants = new LinkedHashMap<>();
  private final Set<Address> used = new LinkedHashSet<>();
  private final Map<Address, Removal> removals = new LinkedHashMap<>();

  /** The approval of an address, if it is in force. */
  public Optional<Grant> of(Address agent, long now) {
    return Optional.ofNullable(grants.get(agent)).filter(grant -> now <= grant.validUntil);
  }

  /** Whether an address ever was one. */
  public boolean wasUsed(Address agent) {
    return used.contains(agent);
  }

  /** The agents of an account that are in force. */
  public List<Grant> ofMaster(Address master, long now) {
    List<Grant> found = new ArrayList<>();
    for (Grant grant : grants.values()) {
      if (grant.master.equals(master) && now <= grant.validUntil) {
        found.add(grant);
      }
    }
    return found;
  }

  /** Approves; whoever had that name with the account is out. */
  public void approve(Grant grant) {
    remove(grant.master, grant.name);
    grants.put(grant.agent, grant);
    used.add(grant.agent);
  }

  /** Takes the agent of that name away; whether there was one. */
  public boolean remove(Address master, String name) {
    return grants
        .values()
        .removeIf(grant -> grant.master.equals(master) && grant.name.equals(name));
  }

  /** Takes an agent away; whether it was one of the account's. */
  public boolean revoke(Address master, Address agent) {
    return grants.values().removeIf(it -> it.master.equals(master) && it.agent.equals(agent));
  }

  /** The account removed one now. */
  public void removing(Address master, long now) {
    removals.put(master, new Removal(master, now + REMOVAL_MILLIS));
  }

  /** Whether the account removed one a moment ago. */
  public boolean isRemoving(Address master, long now) {
    Removal removal = removals.get(master);
    return removal != null && now < removal.until;
  }

  /** Forgets approvals that are over. */
  public void prune(long now) {
    grants.values().removeIf(grant -> now > grant.validUntil);
    removals.values().removeIf(removal -> now >= removal.until);
  }

  /** All of it. */
  public Saved saved() {
    return new Saved(
        List.copyOf(grants.values()), List.copyOf(used), List.copyOf(removals.values()));
  }

  /** Takes over what was kept. */
  public void load(Saved saved) {
    saved.grants.forEach(grant -> grants.put(grant.agent, grant));
    used.addAll(saved.used);
    saved.removals.forEach(removal -> removals.put(removal.master, removal));
  }
}
