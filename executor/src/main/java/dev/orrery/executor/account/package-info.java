/**
 * Our book of one account: a fold over the journal's account entries. Start at {@link
 * dev.orrery.executor.account.AccountBook}; what others read is {@link
 * dev.orrery.executor.account.AccountView}. Knows no broker and no rule of risk.
 */
@NullMarked
package dev.orrery.executor.account;

import org.jspecify.annotations.NullMarked;
