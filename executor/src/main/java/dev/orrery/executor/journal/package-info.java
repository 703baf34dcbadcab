/** The port to the one ordered journal, and what the executor writes into it. */
@NullMarked
package dev.orrery.executor.journal;

import org.jspecify.annotations.NullMarked;
