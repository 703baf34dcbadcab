package dev.orrery.deployment;

import java.util.function.BooleanSupplier;

/** A deployment that this process hosts, under the epoch it took. */
record Hosted(
    Deployment deployment, long epoch, CommandHandler handler, BooleanSupplier stillHosted) {
  boolean open() {
    return stillHosted.getAsBoolean();
  }
}
