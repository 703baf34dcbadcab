package dev.orrery.config.run;

/** What happens to marks that passed while the runtime could not fire. */
public enum MissedFire {
  /** They are lost. */
  SKIP,
  /** One firing stands for all of them. */
  FIRE_ONCE
}
