/** What the verbs that run decisions again share: choosing them, and printing what came out. */
@NullMarked
package dev.orrery.cli.replay;

import org.jspecify.annotations.NullMarked;
