/**
 * Read-only views of the account a strategy trades on: start at {@link
 * dev.orrery.api.account.Account}.
 */
@NullMarked
package dev.orrery.api.account;

import org.jspecify.annotations.NullMarked;
