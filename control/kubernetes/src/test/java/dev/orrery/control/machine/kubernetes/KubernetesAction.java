package dev.orrery.control.machine.kubernetes;

/** What is asked of the fake. */
enum KubernetesAction {
  CREATE,
  GET,
  LIST,
  UPDATE,
  DELETE,
  LOG,
  SECRET
}
