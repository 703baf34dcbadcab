package dev.orrery.hyperliquid.wire.action;

/**
 * An action of trading. It is hashed as MessagePack together with its nonce, the vault it is for
 * and the time it expires; the account or one of its agents signs the hash.
 */
public sealed interface L1Action extends Action
    permits AgentSetAbstraction,
        BatchModify,
        CancelByCloid,
        CancelOrders,
        CreateSubAccount,
        ModifyOrder,
        Noop,
        PlaceOrders,
        ReserveRequestWeight,
        ScheduleCancel,
        SetReferrer,
        SubAccountTransfer,
        TopUpIsolatedOnlyMargin,
        TwapCancel,
        TwapOrder,
        UnlistedAction,
        UpdateIsolatedMargin,
        UpdateLeverage,
        VaultTransfer {}
