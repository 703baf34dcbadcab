/** Tests of the store on a real server. */
@NullMarked
package dev.orrery.store;

import org.jspecify.annotations.NullMarked;
