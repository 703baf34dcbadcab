/** What tests of several modules share: seeds that are told, waiting for conditions, a clock. */
@NullMarked
package dev.orrery.testing;

import org.jspecify.annotations.NullMarked;
