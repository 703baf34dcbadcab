@NullMarked
package dev.orrery.embedded;

import org.jspecify.annotations.NullMarked;
