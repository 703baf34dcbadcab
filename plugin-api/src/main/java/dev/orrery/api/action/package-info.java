/**
 * What a strategy may wish for: start at {@link dev.orrery.api.action.Action}. Actions are wishes;
 * the runtime plans, judges and sends them.
 */
@NullMarked
package dev.orrery.api.action;

import org.jspecify.annotations.NullMarked;
