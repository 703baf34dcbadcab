package dev.orrery.api.action;

/**
 * One wish of a decision. A decision is a list of one to 64 actions, judged and sent together in
 * order: if one is denied by the risk caps none is sent. Immutable. Strategies build actions and
 * must not switch over them: the set grows in minor versions.
 */
public sealed interface Action
    permits Noop,
        PlaceOrder,
        TargetPosition,
        ClosePosition,
        AmendOrder,
        SetExits,
        CancelOrder,
        CancelAll,
        SetLeverage {
  /**
   * Why, in one line for the people who read the journal. Never blank; cut to 512 characters, and
   * control characters become spaces.
   */
  String reason();
}
