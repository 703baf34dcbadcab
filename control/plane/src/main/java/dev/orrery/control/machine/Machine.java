package dev.orrery.control.machine;

import java.util.UUID;

/**
 * A machine as its provider sees it at one moment.
 *
 * @param deployment whom it serves
 * @param launch which attempt to provision that deployment made it
 * @param controlPlane who made it
 * @param release what it runs, exactly as it was asked for
 * @param version changes with every upgrade
 */
public record Machine(
    MachineId id,
    UUID deployment,
    UUID launch,
    String controlPlane,
    String release,
    String version,
    MachineStatus status) {}
