package dev.orrery.runtime;

import java.util.concurrent.CompletableFuture;

/**
 * A strategy that was fired by hand.
 *
 * @param id of the decision
 * @param decided what became of it, once it is in the journal: also when it was skipped, with the
 *     reason. A copy: completing or cancelling it changes nothing. Fails with an {@link
 *     IllegalStateException} when the runtime is closed before
 */
public record Fired(String id, CompletableFuture<RuntimeFact.Decided> decided) {}
