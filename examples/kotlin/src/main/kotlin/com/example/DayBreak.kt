package com.example

import dev.orrery.api.DecisionContext
import dev.orrery.api.StrategyPlugin
import dev.orrery.api.Subscription
import dev.orrery.api.Trigger
import dev.orrery.api.action.Action
import dev.orrery.api.action.Noop
import dev.orrery.api.action.TargetPosition
import dev.orrery.api.market.Interval

private const val SYMBOL = "BTC"
private const val DAY = 24

/** Long above the high of the day before, flat below its low. */
class DayBreak : StrategyPlugin {
    override fun name() = "day-break"

    override fun vaultId() = "paper:day-break"

    override fun triggers(): List<Trigger> = listOf(Trigger.barClose(SYMBOL, Interval.HOUR))

    override fun subscriptions() = listOf(Subscription(SYMBOL, Interval.HOUR, DAY + 1))

    override fun decide(context: DecisionContext): List<Action> {
        val hours = context.market().candles(SYMBOL, Interval.HOUR, DAY + 1)
        val close = hours.lastClose()
        val day = hours.lowest(0, DAY)..hours.highest(0, DAY)
        val isLong = context.account().held(SYMBOL).signum() > 0
        val action =
            when {
                close in day -> Noop("$close is inside the day's $day")
                close > day.endInclusive && isLong -> Noop("$close is above $day, and so is the position")
                close > day.endInclusive -> {
                    val tenth = context.account().equity().times("0.1")
                    TargetPosition.worth(SYMBOL, tenth, "$close is above the day's $day")
                }
                isLong -> TargetPosition.flat(SYMBOL, "$close is below the day's $day")
                else -> Noop("$close is below $day, and nothing is held")
            }
        return listOf(action)
    }
}
