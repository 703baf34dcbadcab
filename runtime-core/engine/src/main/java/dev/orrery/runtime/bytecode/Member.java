package dev.orrery.runtime.bytecode;

/**
 * A method of the plugin.
 *
 * @param owner the class, by internal name
 * @param signature name and descriptor
 */
record Member(String owner, String signature) {}
