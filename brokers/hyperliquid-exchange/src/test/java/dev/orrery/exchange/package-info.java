/** Tests of {@code dev.orrery.exchange}, most of them over real sockets. */
@NullMarked
package dev.orrery.exchange;

import org.jspecify.annotations.NullMarked;
