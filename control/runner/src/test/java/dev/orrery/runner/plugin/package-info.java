@NullMarked
package dev.orrery.runner.plugin;

import org.jspecify.annotations.NullMarked;
