package dev.orrery.executor;

import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.journal.AccountEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the journal must hold before a judgement is carried out. */
final class Intents {
  private Intents() {}

  /**
   * An entry for each order that is placed or changed. Cancels and leverage settings have none:
   * they change the book only by what the broker tells of them.
   *
   * @param permit right they are sent under
   * @param validUntil never sent after this instant of the process's clock
   * @param at timeline instant
   */
  static List<AccountEntry> of(
      Judgement judgement, Proposal proposal, Permit permit, Instant validUntil, Instant at) {
    List<AccountEntry> intents = new ArrayList<>();
    for (Instruction instruction : judgement.instructions()) {
      switch (instruction) {
        case Instruction.Place it ->
            intents.add(
                new AccountEntry.Intended(
                    it.order().spec(),
                    proposal.origin(),
                    proposal.strategy(),
                    permit.epoch(),
                    validUntil,
                    at));
        case Instruction.Amend it ->
            intents.add(
                new AccountEntry.Amending(it.order().spec(), proposal.origin(), validUntil, at));
        case Instruction.Cancel ignored -> {}
        case Instruction.SetLeverage ignored -> {}
      }
    }
    return intents;
  }
}
